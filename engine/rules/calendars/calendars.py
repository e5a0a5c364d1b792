"""The calendars in use, and every calendar that was: shipped notices and those taken up here.

A calendar is never changed, only followed by another. A case that ended keeps the one it ended
under, so each can be made again from its version and the case's agency.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from engine.rules.calendars import rows as notice_rows
from engine.statute import Notice, WorkingDays
from engine.store import Connection
from engine.store.shapes import CalendarNoticeRow, NoticeColumns

_KEPT = 16      # calendars in memory; some 2 MB each
_Made = Callable[[tuple[Notice, ...]], WorkingDays]


class AgencyCalendars:
    """What is in effect: one calendar for all, another for an agency with days of its own."""

    def __init__(
        self, national: WorkingDays, own: Mapping[int, tuple[Notice, ...]], made: _Made
    ) -> None:
        """``own``: all the notices of each agency that has additions of its own."""
        self.national = national
        self._own = {
            agency_id: (WorkingDays.version_of(notices), notices)
            for agency_id, notices in own.items()
        }
        self._made = made
        self._calendars: dict[str, WorkingDays] = {}

    @property
    def agencies(self) -> frozenset[int]:
        """The agencies with days of their own."""
        return frozenset(self._own)

    def of(self, agency_id: int | None) -> WorkingDays:
        """The calendar that an agency computes with; without one, the calendar for all."""
        if agency_id is None or agency_id not in self._own:
            return self.national
        version, notices = self._own[agency_id]
        if version not in self._calendars:
            self._calendars[version] = self._made(notices)
        return self._calendars[version]

    def by_version(self, agency_ids: Iterable[int]) -> dict[str, list[int]]:
        """These agencies, by the version of the calendar that each computes with."""
        found: dict[str, list[int]] = {}
        for agency_id in agency_ids:
            version = self._own[agency_id][0] if agency_id in self._own else self.national.version
            found.setdefault(version, []).append(agency_id)
        return found


class Calendars:
    """Makes calendars and keeps the latest ones. Safe to share between threads."""

    def __init__(self, shipped: tuple[Notice, ...]) -> None:
        """``shipped``: the notices that come with the product, in order of publication."""
        self._shipped = shipped
        self._by_version: dict[str, WorkingDays] = {}

    def made_of(self, rows: Sequence[NoticeColumns]) -> AgencyCalendars:
        """The calendars of the shipped notices and these rows."""
        agencies = {row["agency_id"] for row in rows if row["agency_id"] is not None}
        return AgencyCalendars(
            self._kept(self._notices_of(rows, None)),
            {agency_id: self._notices_of(rows, agency_id) for agency_id in agencies},
            self._kept,
        )

    def of_version(
        self, connection: Connection, version: str, agency_id: int, in_effect: AgencyCalendars
    ) -> WorkingDays:
        """An agency's calendar of that version; the one in effect when no notice makes it again.

        Tried are all that was in effect here at any time, over what the product brought then.
        """
        if (known := self._by_version.get(version)) is not None:
            return known
        current = in_effect.of(agency_id)
        if current.version == version or not version:
            return current
        concern = [row for row in notice_rows.notices(connection)
                   if row["agency_id"] in (None, agency_id)]
        for taken in _states(concern):
            for count in range(len(self._shipped), 0, -1):
                notices = _ordered([*self._shipped[:count], *_read(taken)])
                if WorkingDays.version_of(notices) == version:
                    return self._kept(notices)
                if WorkingDays.version_of(notices, statutory=False) == version:
                    return self._kept(notices, statutory=False)
        return current

    def _notices_of(
        self, rows: Sequence[NoticeColumns], agency_id: int | None
    ) -> tuple[Notice, ...]:
        concern = [row for row in rows if row["agency_id"] in (None, agency_id)]
        return _ordered([*self._shipped, *_read(concern)])

    def _kept(self, notices: tuple[Notice, ...], *, statutory: bool = True) -> WorkingDays:
        version = WorkingDays.version_of(notices, statutory=statutory)
        if (known := self._by_version.get(version)) is not None:
            return known
        made = WorkingDays(notices, statutory=statutory)
        while len(self._by_version) >= _KEPT:
            self._by_version.pop(next(iter(self._by_version)), None)
        return self._by_version.setdefault(version, made)


def _read(rows: Iterable[NoticeColumns]) -> list[Notice]:
    return [Notice.from_json(row["notice"]) for row in rows]


def _ordered(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    # The later one holds: by publication, but local days lie on top of the arrangement for all
    # (《全国年节及纪念日放假办法》 lets local governments add to it). Of one day, what was taken
    # up here is later.
    return tuple(sorted(notices, key=lambda notice: (not notice.whole_year, notice.published)))


def _states(rows: Sequence[CalendarNoticeRow]) -> Iterator[list[CalendarNoticeRow]]:
    """What was in effect at each moment at which something changed, the latest first."""
    moments = {row["taken_effect_at"] for row in rows}
    moments |= {row["withdrawn_at"] for row in rows if row["withdrawn_at"] is not None}
    for moment in sorted(moments, reverse=True):
        yield [
            row for row in rows if row["taken_effect_at"] <= moment
            and (row["withdrawn_at"] is None or row["withdrawn_at"] > moment)
        ]
    yield []
