"""The life of an agreement: status, calendar, register, revision."""
