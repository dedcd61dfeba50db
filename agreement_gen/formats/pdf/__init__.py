"""PDF files: a writer, and a reader of tagged text."""
