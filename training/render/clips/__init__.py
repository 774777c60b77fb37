"""Whole clips of dressed people in phone style, with exact truth beside them, for validation only."""
