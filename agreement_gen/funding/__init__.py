"""Money: exact amounts, published sums, the index, the funding table."""
