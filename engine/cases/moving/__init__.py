"""A case that another agency goes on with."""
