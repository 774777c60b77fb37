"""Rendered lower-leg crops with exact points: people, shoes, rooms and cameras drawn from one seed."""
