"""The squad's table: who comes first, rows, and files for other programs."""
