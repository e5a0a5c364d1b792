"""The one computation of every statutory date."""
