"""Agreements between a region and its municipalities, as Word and PDF, from one document tree."""
