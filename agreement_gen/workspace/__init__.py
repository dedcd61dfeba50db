"""The files of a workspace: their fields, their records, reading, writing and git."""
