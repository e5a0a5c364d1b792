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
    update,
)

from engine.store.prepared import Prepared
from engine.store.tables import agencies, calendar_notices, cases, clock_entries, people

_STATE = Prepared(select(
    func.count().label("known"), func.max(calendar_notices.c.id).label("newest"),
    func.count(calendar_notices.c.withdrawn_at).label("withdrawn"),
).select_from(calendar_notices))
_EVERY = select(calendar_notices).order_by(calendar_notices.c.id)
_OPEN = cases.c.status == "open"
_STALE_BELOW = (
    select(cases.c.id).where(_OPEN, cases.c.calendar_version < bindparam("version"))
    .order_by(cases.c.calendar_version, cases.c.id).limit(bindparam("most"))
)
_STALE_ABOVE = (
    select(cases.c.id).where(_OPEN, cases.c.calendar_version > bindparam("version"))
    .order_by(cases.c.calendar_version, cases.c.id).limit(bindparam("most"))
)
_OPEN_BY_VERSION = (
    select(cases.c.calendar_version, func.count()).where(_OPEN)
    .group_by(cases.c.calendar_version)
)
State = tuple[int, int, int]


def state(connection: Connection) -> State:
    """Differs whenever a notice has come or gone. One look at a table of a few rows."""
    known, newest, withdrawn = _STATE.one(connection, {}).values()
    return known, newest or 0, withdrawn


def notices(connection: Connection) -> Sequence[RowMapping]:
    """Every notice ever taken up here, the withdrawn ones too, in the order of their taking up."""
    return connection.execute(_EVERY).mappings().all()


def with_names(connection: Connection) -> Sequence[RowMapping]:
    """The same, the latest first, with the names of those who took them up or withdrew them."""
    giver, taker = people.alias("giver"), people.alias("taker")
    return connection.execute(
        select(calendar_notices, giver.c.name.label("by_name"),
               taker.c.name.label("withdrawn_by_name"))
        .join_from(calendar_notices, giver,
                   giver.c.id == calendar_notices.c.taken_effect_by, isouter=True)
        .join(taker, taker.c.id == calendar_notices.c.withdrawn_by, isouter=True)
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


def stale(connection: Connection, version: str, limit: int) -> list[int]:
    """Open cases whose dates were computed with another calendar, at most ``limit``."""
    asked = {"version": version, "most": limit}
    found = list(connection.execute(_STALE_BELOW, asked).scalars())
    if len(found) < limit:
        asked["most"] = limit - len(found)
        found.extend(connection.execute(_STALE_ABOVE, asked).scalars())
    return found


def progress(connection: Connection, version: str) -> tuple[int, int]:
    """Open cases that still wait to be recomputed, and all open cases."""
    counts = {known: int(n) for known, n in connection.execute(_OPEN_BY_VERSION)}
    total = sum(counts.values())
    return total - counts.get(version, 0), total


def open_between(
    connection: Connection, first: date, last: date, version: str
) -> Sequence[RowMapping]:
    """Open cases whose dates a change of the days from ``first`` to ``last`` may move.

    A day after the due date moves nothing, unless the projection is provisional or old.
    """
    return connection.execute(
        select(cases.c.id, cases.c.number, cases.c.subject, cases.c.received_on,
               cases.c.channel, cases.c.status, cases.c.calendar_version, cases.c.agency_id,
               agencies.c.name.label("agency_name"),
               agencies.c.short_name.label("agency_short_name"),
               agencies.c.kind.label("agency_kind"))
        .join_from(cases, agencies, agencies.c.id == cases.c.agency_id)
        .where(_OPEN, cases.c.received_on <= last, or_(
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
