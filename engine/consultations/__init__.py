"""Asking others before something is disclosed: third parties, other agencies, who made it too."""
