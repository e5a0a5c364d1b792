"""Numbers without gaps."""

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.statements import Prepared
from engine.store.tables import number_series

_NEXT_NUMBER = {
    dialect.dialect.name: Prepared(
        dialect.insert(number_series).on_conflict_do_update(
            index_elements=["agency_id", "series", "year"],
            set_={"last": number_series.c.last + 1},
        ).returning(number_series.c.last)
    ) for dialect in (sqlite, postgresql)
}


def next_number(connection: Connection, agency_id: int, series: str, year: int) -> int:
    """The next number of a series: no gap, no double, since it is taken with the letter.

    The row stays locked until the transaction ends; what is rolled back was never taken.
    """
    return int(_NEXT_NUMBER[connection.dialect.name].scalar(connection, {
        "agency_id": agency_id, "series": series, "year": year, "last": 1,
    }))
