"""Open cases that wait to be recomputed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    func,
    or_,
    select,
)

from engine.cases.rows.cases import HeldEntry, holding
from engine.cases.rows.named import IS_OPEN
from engine.store.reading import all_of
from engine.store.tables import agencies, cases, clock_entries


class OpenCase(TypedDict):
    """What a change of the calendar must know of a running case, to date it and to name it."""

    id: int
    number: str
    subject: str
    received_on: date
    arrived_on: date
    channel: str
    status: str
    calendar_version: str
    agency_id: int
    registered_in: int | None
    agency_name: str
    agency_short_name: str
    agency_kind: str


# Two reads along the index of open cases for each calendar in effect: what is not stale is not
# looked at, and cases that have ended are not in that index.
_AGENCIES: BindParameter[Any] = bindparam("agencies", expanding=True)
_OF_AGENCIES = (
    select(cases.c.id)
    .where(IS_OPEN, cases.c.agency_id.in_(_AGENCIES), cases.c.registered_in.is_(None))
    .order_by(cases.c.agency_id, cases.c.calendar_version, cases.c.id).limit(bindparam("most"))
)
# A moved case keeps the calendar of the agency that it came from; these have an index of their own.
_MOVED = (
    select(cases.c.id).where(IS_OPEN, cases.c.registered_in.in_(_AGENCIES))
    .order_by(cases.c.id).limit(bindparam("most"))
)
_STALE = (
    _OF_AGENCIES.where(cases.c.calendar_version < bindparam("version")),
    _OF_AGENCIES.where(cases.c.calendar_version > bindparam("version")),
    _MOVED.where(cases.c.calendar_version != bindparam("version")),
)
_DATED_BY = func.coalesce(cases.c.registered_in, cases.c.agency_id)
_OPEN_BY_VERSION = (
    select(_DATED_BY, cases.c.calendar_version, func.count()).where(IS_OPEN)
    .group_by(_DATED_BY, cases.c.calendar_version)
)


def stale(
    connection: Connection, in_effect: Mapping[str, Sequence[int]], limit: int
) -> list[int]:
    """Open cases whose dates were computed with another calendar, at most ``limit``.

    in_effect: the agencies by the version of the calendar that they compute with.
    """
    found: list[int] = []
    for version, agency_ids in in_effect.items():
        for query in _STALE:
            if len(found) < limit:
                found.extend(connection.execute(query, {
                    "agencies": agency_ids, "version": version, "most": limit - len(found),
                }).scalars())
    return found


def open_by_version(connection: Connection) -> list[tuple[int, str, int]]:
    """How many open cases: by agency and the calendar that their dates were computed with."""
    return [(agency, version, int(n)) for agency, version, n in
            connection.execute(_OPEN_BY_VERSION)]


def open_between(
    connection: Connection, first: date, last: date, version: str, agency_ids: Sequence[int]
) -> Sequence[OpenCase]:
    """Open cases of agencies whose dates a change of the days from ``first`` to ``last`` may move.

    A day after the due date moves nothing, unless the projection is provisional or old.
    """
    return all_of(
        connection,
        select(cases.c.id, cases.c.number, cases.c.subject, cases.c.received_on,
               cases.c.arrived_on, cases.c.channel, cases.c.status, cases.c.calendar_version,
               cases.c.agency_id, cases.c.registered_in, agencies.c.name.label("agency_name"),
               agencies.c.short_name.label("agency_short_name"),
               agencies.c.kind.label("agency_kind"))
        .join_from(cases, agencies, agencies.c.id == cases.c.agency_id)
        .where(IS_OPEN, _DATED_BY.in_(agency_ids), cases.c.received_on <= last, or_(
            cases.c.due_on >= first, cases.c.provisional.is_(True),
            cases.c.calendar_version != version,
        ))
        .order_by(cases.c.due_on, cases.c.id),
        OpenCase,
    )


def ledgers(connection: Connection, case_ids: Sequence[int]) -> dict[int, list[Any]]:
    """The clock ledgers of many cases at once: the entries that hold, by case, in their order."""
    found: dict[int, list[HeldEntry]] = {case_id: [] for case_id in case_ids}
    for start in range(0, len(case_ids), 500):
        rows = connection.execute(
            select(clock_entries.c.case_id, clock_entries.c.seq, clock_entries.c.entry,
                   clock_entries.c.replaces)
            .where(clock_entries.c.case_id.in_(case_ids[start:start + 500]))
            .order_by(clock_entries.c.case_id, clock_entries.c.seq)
        )
        for case_id, seq, entry, replaces in rows:
            found[case_id].append({"seq": seq, "entry": entry, "replaces": replaces})
    return {case_id: [entry for _, entry in holding(each)] for case_id, each in found.items()}
