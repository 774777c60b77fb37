"""The questions that a programme needs, for the terminal and the web app alike."""
