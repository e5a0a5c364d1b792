"""Entering requests in the register."""
