"""File formats: each writer writes from the document tree; a reader reads the text back."""
