"""Letters on a case."""
