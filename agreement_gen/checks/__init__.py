"""What is wrong in a workspace, and what an agreement still lacks before signing."""
