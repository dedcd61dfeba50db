"""From a workspace to built files."""
