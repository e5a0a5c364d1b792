"""Calendar notices that were taken up here, and the open cases that wait to be recomputed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from engine.store.register import IS_OPEN
from engine.store.tables import agencies, calendar_notices, cases, clock_entries, people

_EVERY = select(calendar_notices).order_by(calendar_notices.c.id)
_ONE_AT_A_TIME = text("LOCK TABLE calendar_notices IN SHARE ROW EXCLUSIVE MODE")
_AGENCIES = select(agencies.c.id).order_by(agencies.c.id)
# Two reads along the index of open cases for each calendar in effect: what is not stale is not
# looked at, and cases that have ended are not in that index.
_OF_AGENCIES = (
    select(cases.c.id).where(IS_OPEN, cases.c.agency_id.in_(bindparam("agencies", expanding=True)))
    .order_by(cases.c.agency_id, cases.c.calendar_version, cases.c.id).limit(bindparam("most"))
)
_STALE = (
    _OF_AGENCIES.where(cases.c.calendar_version < bindparam("version")),
    _OF_AGENCIES.where(cases.c.calendar_version > bindparam("version")),
)
_OPEN_BY_VERSION = (
    select(cases.c.agency_id, cases.c.calendar_version, func.count()).where(IS_OPEN)
    .group_by(cases.c.agency_id, cases.c.calendar_version)
)


def lock(connection: Connection) -> None:
    """Let nobody else change the notices meanwhile; whoever only reads them is not held up.

    Ask before anything is read: what another changed until then is seen by the next question.
    SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_ONE_AT_A_TIME)


def notices(connection: Connection) -> Sequence[RowMapping]:
    """Every notice ever taken up here, the withdrawn ones too, in the order of their taking up."""
    return connection.execute(_EVERY).mappings().all()


def with_names(connection: Connection) -> Sequence[RowMapping]:
    """The same, the latest first, with the names of those who took them up or withdrew them."""
    giver, taker = people.alias("giver"), people.alias("taker")
    return connection.execute(
        select(calendar_notices, giver.c.name.label("by_name"),
               taker.c.name.label("withdrawn_by_name"), agencies.c.name.label("agency_name"),
               agencies.c.short_name.label("agency_short_name"),
               agencies.c.kind.label("agency_kind"))
        .join_from(calendar_notices, giver,
                   giver.c.id == calendar_notices.c.taken_effect_by, isouter=True)
        .join(taker, taker.c.id == calendar_notices.c.withdrawn_by, isouter=True)
        .join(agencies, agencies.c.id == calendar_notices.c.agency_id, isouter=True)
        .order_by(calendar_notices.c.id.desc())
    ).mappings().all()


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a notice; returns its id."""
    result = connection.execute(insert(calendar_notices), values)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def withdraw(
    connection: Connection, notice_id: int, *, at: datetime, by: int | None, because: str
) -> bool:
    """Take a notice out of effect; False when it is not in effect."""
    return connection.execute(
        update(calendar_notices)
        .where(calendar_notices.c.id == notice_id, calendar_notices.c.withdrawn_at.is_(None))
        .values(withdrawn_at=at, withdrawn_by=by, withdrawn_because=because)
    ).rowcount == 1


def agency_ids(connection: Connection) -> list[int]:
    """Every agency."""
    return list(connection.execute(_AGENCIES).scalars())


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
) -> Sequence[RowMapping]:
    """Open cases of agencies whose dates a change of the days from ``first`` to ``last`` may move.

    A day after the due date moves nothing, unless the projection is provisional or old.
    """
    return connection.execute(
        select(cases.c.id, cases.c.number, cases.c.subject, cases.c.received_on,
               cases.c.arrived_on, cases.c.channel, cases.c.status, cases.c.calendar_version,
               cases.c.agency_id, agencies.c.name.label("agency_name"),
               agencies.c.short_name.label("agency_short_name"),
               agencies.c.kind.label("agency_kind"))
        .join_from(cases, agencies, agencies.c.id == cases.c.agency_id)
        .where(IS_OPEN, cases.c.agency_id.in_(agency_ids), cases.c.received_on <= last, or_(
            cases.c.due_on >= first, cases.c.provisional.is_(True),
            cases.c.calendar_version != version,
        ))
        .order_by(cases.c.due_on, cases.c.id)
    ).mappings().all()


def ledgers(connection: Connection, case_ids: Sequence[int]) -> dict[int, list[Any]]:
    """The clock ledgers of many cases at once, by case, in the order of their entries."""
    found: dict[int, list[Any]] = {case_id: [] for case_id in case_ids}
    for start in range(0, len(case_ids), 500):
        rows = connection.execute(
            select(clock_entries.c.case_id, clock_entries.c.entry)
            .where(clock_entries.c.case_id.in_(case_ids[start:start + 500]))
            .order_by(clock_entries.c.case_id, clock_entries.c.seq)
        )
        for case_id, entry in rows:
            found[case_id].append(entry)
    return found
