"""Pages of those who look after the installation, across the rooms."""
