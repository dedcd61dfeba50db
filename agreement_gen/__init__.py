"""Agreements between a region and its municipalities, as Word and PDF, from one document tree."""

__version__ = "0.1.0"
