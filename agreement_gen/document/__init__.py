"""The document tree: what an agreement says, and the difference between two of them."""
