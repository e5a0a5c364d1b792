"""The law as dated values, each with its article."""
