"""Arrivals, the calls about them and their papers."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, func, insert, or_, select, update

from engine.store.reading import all_of, first_of
from engine.store.scope import within
from engine.store.shapes import (
    ArrivalCallRow,
    ArrivalChanges,
    ArrivalPaperRow,
    ArrivalRow,
    NewArrivalPaperRow,
    NewArrivalRow,
)
from engine.store.tables import (
    arrival_calls,
    arrival_papers,
    arrivals,
    attachment_withdrawals,
    attachments,
    blobs,
    people,
)

_OPEN = arrivals.c.state == "open"


class CallByName(ArrivalCallRow):
    """A call with the name of who noted it."""

    noted_by_name: str


class KnownPaper(ArrivalPaperRow):
    """A paper, and whether it turned out to be a secret and is gone."""

    quarantined: bool


def add(connection: Connection, values: NewArrivalRow) -> int:
    """Keep an arrival; returns its id."""
    return int(connection.execute(insert(arrivals).returning(arrivals.c.id), values).scalar_one())


def change(connection: Connection, arrival_id: int, changes: ArrivalChanges) -> None:
    """Set columns of an arrival."""
    connection.execute(update(arrivals).where(arrivals.c.id == arrival_id).values(**changes))


def find(connection: Connection, arrival_id: int) -> ArrivalRow | None:
    """An arrival; None when there is none."""
    return first_of(connection, select(arrivals).where(arrivals.c.id == arrival_id), ArrivalRow)


def lock(connection: Connection, arrival_id: int) -> ArrivalRow | None:
    """An arrival, locked against other writers; None when there is none."""
    return first_of(
        connection, select(arrivals).where(arrivals.c.id == arrival_id).with_for_update(),
        ArrivalRow,
    )


def of_case(connection: Connection, case_id: int) -> int | None:
    """Which arrival a case came from, if any."""
    found: int | None = connection.execute(
        select(arrivals.c.id).where(arrivals.c.case_id == case_id).limit(1)
    ).scalar()
    return found


def listed(
    connection: Connection, agencies: Collection[int] | None, *, ended: bool, limit: int
) -> Sequence[ArrivalRow]:
    """The open arrivals of these agencies, the oldest first; or those ended, the latest first."""
    query = select(arrivals).where(*within(arrivals.c.agency_id, agencies))
    query = (
        query.where(~_OPEN).order_by(arrivals.c.closed_at.desc(), arrivals.c.id.desc()) if ended
        else query.where(_OPEN).order_by(arrivals.c.arrived_on, arrivals.c.id)
    )
    return all_of(connection, query.limit(limit), ArrivalRow)


def add_call(connection: Connection, values: ArrivalCallRow) -> None:
    """Keep a call."""
    connection.execute(insert(arrival_calls), values)


def calls(connection: Connection, arrival_ids: Collection[int]) -> Sequence[CallByName]:
    """The calls about these arrivals in their order, with the names of who noted them."""
    return all_of(
        connection,
        select(arrival_calls, people.c.name.label("noted_by_name"))
        .join(people, people.c.id == arrival_calls.c.noted_by)
        .where(arrival_calls.c.arrival_id.in_(sorted(arrival_ids)))
        .order_by(arrival_calls.c.arrival_id, arrival_calls.c.place),
        CallByName,
    )


def add_paper(connection: Connection, values: NewArrivalPaperRow) -> int:
    """Keep a paper; returns its id."""
    return int(connection.execute(
        insert(arrival_papers).returning(arrival_papers.c.id), values).scalar_one())


def papers(connection: Connection, arrival_id: int) -> Sequence[KnownPaper]:
    """The papers of an arrival, the oldest first."""
    return all_of(
        connection,
        _with_fate().where(arrival_papers.c.arrival_id == arrival_id).order_by(arrival_papers.c.id),
        KnownPaper,
    )


def find_paper(connection: Connection, paper_id: int) -> KnownPaper | None:
    """A paper; None when there is none."""
    return first_of(connection, _with_fate().where(arrival_papers.c.id == paper_id), KnownPaper)


def forget_name(connection: Connection, arrival_id: int, digest: str, name: str) -> None:
    """The papers of an arrival with these bytes are called otherwise."""
    connection.execute(
        update(arrival_papers).values(name=name).where(
            arrival_papers.c.arrival_id == arrival_id, arrival_papers.c.digest == digest)
    )


def _with_fate() -> Select[Any]:
    """What was quarantined here, or at the case that the arrival became, is gone."""
    gone = attachment_withdrawals
    quarantined = (
        select(attachments.c.id)
        .join(gone, and_(gone.c.attachment_id == attachments.c.id, gone.c.quarantined.is_(True)))
        .join(arrivals, arrivals.c.case_id == attachments.c.case_id)
        .where(arrivals.c.id == arrival_papers.c.arrival_id,
               attachments.c.digest == arrival_papers.c.digest)
        .exists()
    )
    erased = select(blobs.c.digest).where(
        blobs.c.digest == arrival_papers.c.digest, func.length(blobs.c.content) == 0).exists()
    return select(arrival_papers, or_(quarantined, erased).label("quarantined"))
