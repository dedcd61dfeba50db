"""What changed between two states of a workspace, reported in the words of an officer."""
