"""Signing in, sessions and passwords."""
