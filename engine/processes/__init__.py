"""Processes: diagrams, their forms, and what must hold before they may be published."""
