"""Reconsideration and litigation: how each is counted, and until when the agency answers."""
