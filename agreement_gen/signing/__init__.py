"""What was signed: proves a PDF against the workspace, and records the signed state."""
