"""The processes of a case moved, and what they say brought into rows."""
