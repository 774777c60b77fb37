"""The log as figures and records that a page only lays out."""
