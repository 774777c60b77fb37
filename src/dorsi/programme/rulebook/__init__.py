"""The rules as data, read and checked."""
