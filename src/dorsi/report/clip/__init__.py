"""What the page says of a clip: its first screen, numbers, warnings, and how to film it again."""
