"""What was signed: verifies a PDF against the workspace, and records the signed state."""
