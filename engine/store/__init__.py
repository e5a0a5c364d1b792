"""The database, its tables and statements. Rooms keep their SQL in their own ``rows``."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping
from sqlalchemy.exc import IntegrityError

__all__ = ["Condition", "Connection", "IntegrityError", "Row"]

# A row as it was read, or one that is about to be written.
Row = Mapping[str, Any] | RowMapping
# What a row must be to be found: made and read by rows alone, handed on by others.
Condition = ColumnElement[bool]
