"""The SQL of the case room."""
