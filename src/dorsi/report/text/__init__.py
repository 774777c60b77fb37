"""A report's numbers and sentences as a reader sees them."""
