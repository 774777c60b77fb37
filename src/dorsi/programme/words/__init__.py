"""A plan, its reasons and its exercises as text: Markdown, calendar, terminal."""
