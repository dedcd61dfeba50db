"""What changed between two states of a workspace, told in the words of an officer."""
