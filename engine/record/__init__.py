"""The hash chain of everything that happened."""
