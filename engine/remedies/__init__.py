"""Reconsideration and litigation about a case: entered, answered in time, decided."""
