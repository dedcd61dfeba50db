"""Writers: each writes one file format from the document tree, and formats no text itself."""
