"""Dates, terms and the state of an agreement as of a day."""
