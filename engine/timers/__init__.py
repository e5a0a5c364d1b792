"""Timers that fire for time limits."""
