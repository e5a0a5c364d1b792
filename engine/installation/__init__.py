"""The house put together."""
