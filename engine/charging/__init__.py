"""Charging a processing fee for requests clearly beyond reason in number or extent (art. 42)."""
