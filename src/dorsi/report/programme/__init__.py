"""What the page says of a programme: cards, weeks, reasons."""
