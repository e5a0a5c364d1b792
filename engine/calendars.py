"""The calendar in use, and every calendar that was: shipped notices and those taken up here.

A calendar is never changed, only followed by another. A case that ended keeps the one it ended
under, so each can be made again from its version.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from engine.statute import Notice, WorkingDays
from engine.store import Row, calendar

_KEPT = 16      # calendars in memory; some 2 MB each


class Calendars:
    """Makes calendars and keeps the latest ones. Safe to share between threads."""

    def __init__(self, shipped: tuple[Notice, ...]) -> None:
        """``shipped``: the notices that come with the product, in order of publication."""
        self._shipped = shipped
        self._current: tuple[calendar.State, WorkingDays] | None = None
        self._by_version: dict[str, WorkingDays] = {}

    @property
    def shipped(self) -> tuple[Notice, ...]:
        return self._shipped

    def current(self, connection: Connection) -> WorkingDays:
        """The calendar in effect in this transaction, whichever process changed it.

        Ask before the transaction itself changes a notice: what it then takes up is in effect
        only once it is durable.
        """
        state = calendar.state(connection)
        known = self._current
        if known is not None and known[0] == state:
            return known[1]
        rows = calendar.notices(connection) if state[0] else ()
        made = self._keep(self.made_of([row for row in rows if row["withdrawn_at"] is None]))
        self._current = (state, made)
        return made

    def made_of(self, rows: Sequence[Row], *more: Notice) -> WorkingDays:
        """The calendar of the shipped notices, these rows and these notices."""
        return WorkingDays(self._ordered(self._shipped, [*_read(rows), *more]))

    def of_version(self, connection: Connection, version: str) -> WorkingDays:
        """The calendar of that version; the one in effect when no notice can make it again.

        Tried are all that was in effect here at any time, over what the product brought then.
        """
        if (known := self._by_version.get(version)) is not None:
            return known
        current = self.current(connection)
        if current.version == version or not version:
            return current
        for taken in _states(calendar.notices(connection)):
            imported = _read(taken)
            for count in range(len(self._shipped), 0, -1):
                notices = self._ordered(self._shipped[:count], imported)
                if WorkingDays.version_of(notices) == version:
                    return self._keep(WorkingDays(notices))
        return current

    def _keep(self, made: WorkingDays) -> WorkingDays:
        while len(self._by_version) >= _KEPT:
            self._by_version.pop(next(iter(self._by_version)), None)
        return self._by_version.setdefault(made.version, made)

    @staticmethod
    def _ordered(shipped: Sequence[Notice], imported: Sequence[Notice]) -> tuple[Notice, ...]:
        # By publication, as the later notice holds; of one day, what was taken up here is later.
        return tuple(sorted((*shipped, *imported), key=lambda notice: notice.published))


def _read(rows: Sequence[Row]) -> list[Notice]:
    return [Notice.from_json(row["notice"]) for row in rows]


def _states(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """What was in effect at each moment at which something changed, the latest first."""
    moments = {row["taken_effect_at"] for row in rows}
    moments |= {row["withdrawn_at"] for row in rows if row["withdrawn_at"] is not None}
    for moment in sorted(moments, reverse=True):
        yield [
            row for row in rows if row["taken_effect_at"] <= moment
            and (row["withdrawn_at"] is None or row["withdrawn_at"] > moment)
        ]
    yield []
