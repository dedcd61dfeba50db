"""Word files: a writer, and a reader that shares nothing with it."""
