"""The database, its tables and statements. Rooms keep their SQL in their own ``rows``."""

from sqlalchemy import ColumnElement, Connection
from sqlalchemy.exc import IntegrityError

__all__ = ["Condition", "Connection", "IntegrityError"]

# What a row must be to be found: made and read by rows alone, handed on by others.
Condition = ColumnElement[bool]
