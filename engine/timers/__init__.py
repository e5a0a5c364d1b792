"""Time limits that ring."""
