"""Agencies, who acts, roles and permissions."""
