"""All SQL: functions that take a connection and give plain rows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

# A row as it was read, or one that is about to be written.
Row = Mapping[str, Any] | RowMapping
