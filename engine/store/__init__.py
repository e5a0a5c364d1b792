"""The database, its tables and statements. Rooms keep their SQL in their own ``rows``."""

from sqlalchemy import ColumnElement, Connection

__all__ = ["Condition", "Connection"]

# What a row must be to be found: made and read by rows alone, handed on by others.
Condition = ColumnElement[bool]
