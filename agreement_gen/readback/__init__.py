"""Readers that take the text back out of what was written, so that two files can be compared."""
