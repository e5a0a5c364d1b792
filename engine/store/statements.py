"""Statements that are compiled once for each kind of database and then sent by the driver.

An act of an officer is a dozen short statements. SQLAlchemy's own way from a statement to the
driver costs ten times what SQLite needs to carry it out, so the statements of acts take this
short way. SQLAlchemy still writes their SQL, converts their values, names their errors and owns
the transaction; its engine's cursor events are heard as ever.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, cast

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.sql import Select
from sqlalchemy.sql.dml import UpdateBase

from engine.store.reading import R

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Prepared:
    """A statement that stands ready. Values are given by the names of its bound parameters.

    An UPDATE or INSERT without fixed columns writes those columns that are among the values.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._texts: dict[tuple[str, ...], _Text] = {}

    def run(self, connection: Connection, values: Values) -> int:
        """Carry it out; how many rows it changed. Raises DBAPIError."""
        text = self._text(connection, values)
        cursor = send(connection, text.sql, text.bound(values))
        return int(cursor.rowcount)

    def run_each(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Carry it out once for each of the rows, which have the same names. Raises DBAPIError."""
        if len(rows) == 1:
            self.run(connection, rows[0])
        elif rows:
            text = self._text(connection, rows[0])
            every = [text.bound(values) for values in rows]
            send(connection, text.sql, every, many=True)

    def scalar(self, connection: Connection, values: Values) -> Any:
        """The first column of the first row, or None. Raises DBAPIError."""
        return next(iter(self.scalars(connection, values)), None)

    def scalars(self, connection: Connection, values: Values) -> list[Any]:
        """The first column of every row. Raises DBAPIError."""
        return [next(iter(row.values())) for row in self._rows(connection, values)]

    def _rows(self, connection: Connection, values: Values) -> list[dict[str, Any]]:
        """Every row by column name."""
        text = self._text(connection, values)
        cursor = send(connection, text.sql, text.bound(values))
        # All of them: an unread row would keep SQLite's snapshot open.
        rows = cursor.fetchall()
        return [text.row(row) for row in rows]

    def _text(self, connection: Connection, values: Values) -> "_Text":
        key = (connection.dialect.name, *values)
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = _Text(self._statement, connection.dialect, list(values))
        return text


class PreparedRows(Prepared, Generic[R]):
    """A query that stands ready, whose rows have a shape (see ``engine.store.shapes``)."""

    def __init__(self, statement: Executable, shape: type[R]) -> None:
        super().__init__(statement)
        self.statement, self.shape = statement, shape   # for the test that holds the two together

    def first(self, connection: Connection, values: Values) -> R | None:
        """The first row, or None. Raises DBAPIError."""
        rows = self.all(connection, values)
        return rows[0] if rows else None

    def one(self, connection: Connection, values: Values) -> R:
        """The row that must be there. Raises NoResultFound, DBAPIError."""
        row = self.first(connection, values)
        if row is None:
            raise NoResultFound(self._text(connection, values).sql)
        return row

    def all(self, connection: Connection, values: Values) -> list[R]:
        """Every row. Raises DBAPIError."""
        return cast("list[R]", self._rows(connection, values))


class _Text:
    """The SQL of one dialect for one set of names, with what converts values and rows."""

    def __init__(self, statement: Executable, dialect: Dialect, names: list[str]) -> None:
        assert isinstance(statement, Select | UpdateBase)
        compiled: Any = statement.compile(dialect=dialect, column_keys=names)
        self.sql = str(compiled)
        by_name = {name: bound for bound, name in compiled.bind_names.items()}
        # The names of what is bound, one for each "?" in its order, and what each starts from.
        self._names: list[str] = list(compiled.positiontup or by_name)
        self._positional = compiled.positiontup is not None
        self._bound: list[Any] = []
        self._given: list[tuple[int, str, Convert | None]] = []
        for place, name in enumerate(self._names):
            bound = by_name[name]
            convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
            if bound.key in names:
                self._given.append((place, bound.key, convert))
                self._bound.append(None)
            else:
                self._bound.append(convert(bound.value) if convert else bound.value)
        columns: list[Any] = list(statement.exported_columns)
        self._keys = [column.key for column in columns]
        converts = [(column.key, column.type.dialect_impl(dialect).result_processor(dialect, None))
                    for column in columns]
        self._reads = [(key, convert) for key, convert in converts if convert is not None]

    def bound(self, values: Values) -> Any:
        bound = self._bound[:]
        for place, key, convert in self._given:
            bound[place] = values[key] if convert is None else convert(values[key])
        return bound if self._positional else dict(zip(self._names, bound, strict=True))

    def row(self, row: Sequence[Any]) -> dict[str, Any]:
        made = dict(zip(self._keys, row, strict=True))
        for key, convert in self._reads:
            made[key] = convert(made[key])
        return made


def send(connection: Connection, sql: str, parameters: Any, *, many: bool = False) -> Any:
    """Hand SQL to the driver. Raises DBAPIError, which names no values.

    Returns the cursor that all of a connection's statements share: read from it at once.
    """
    borrowed = connection.connection
    cursor = borrowed.info.get("cursor")
    if cursor is None:
        cursor = borrowed.info["cursor"] = borrowed.cursor()
    heard: Any = connection.engine.dispatch
    if heard.before_cursor_execute:
        for listener in heard.before_cursor_execute:
            listener(connection, cursor, sql, parameters, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(sql, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        lost = connection.dialect.is_disconnect(error, borrowed.dbapi_connection, cursor)
        if lost:
            # The others of the pool were lost with it: none of them shall fail one by one.
            connection.invalidate(error)
            connection.engine.dispose()
        raise DBAPIError.instance(
            sql, None, error, connection.dialect.loaded_dbapi.Error, hide_parameters=True,
            connection_invalidated=lost, dialect=connection.dialect,
        ) from error
    if heard.after_cursor_execute:
        for listener in heard.after_cursor_execute:
            listener(connection, cursor, sql, parameters, None, many)
    return cursor
