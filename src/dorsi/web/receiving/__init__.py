"""Clips and photos that browsers send: pieces put together, looked at in a sealed process."""
