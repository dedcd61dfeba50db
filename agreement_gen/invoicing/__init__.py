"""The basis of each year's invoice."""
