"""Looking after agencies: their pages, and how one ends or goes into another."""
