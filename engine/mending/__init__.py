"""Mistakes of registering put right: registered in error or twice, facts that were wrong."""
