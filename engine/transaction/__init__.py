"""One command, one transaction; one question, one snapshot."""
