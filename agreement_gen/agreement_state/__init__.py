"""One agreement's standard, parties, terms and days, which checks, builds and reports share."""
