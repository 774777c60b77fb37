"""Ankle range from phone video, with its error bound."""

__version__ = "0.1.0"
