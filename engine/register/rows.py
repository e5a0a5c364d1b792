"""The register's lists. Every query is bounded."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
)

from engine.cases.rows.named import IS_OPEN, NO_DUE_DATE, CaseWithNames, with_names
from engine.register.columns import RegisterFilter
from engine.store import Condition
from engine.store.folding import contains, same
from engine.store.reading import all_of
from engine.store.scope import within
from engine.store.tables import agencies, applicants, cases, letters, transfers

_YEAR_OF_NUMBER = re.compile(r"\s*[\[(【〔]\s*(\d{4})\s*[\])】〕]\s*")
_LETTER_NUMBER = re.compile(r"〔(\d{4})〕(\d{1,8})(?!\d)")
# Counting stops here: beyond it a list says "more than", which is all a reader needs.
COUNTED_AT_MOST = 10_000


def conditions(
    wanted: RegisterFilter, *, agencies: Collection[int] | None, person_id: int | None
) -> list[Condition]:
    """The filter as conditions, but for ``due``. agencies: those that the person sees."""
    found = within(cases.c.agency_id, agencies)
    for each, value in wanted.in_force():
        if each.name == "text":
            if value.strip():
                found.append(text_condition(value.strip()))
        elif each.name == "status":
            found.append(IS_OPEN if value == "open" else cases.c.status == value)
        elif each.kind == "from_day":
            found.append(cases.c.received_on >= value)
        elif each.kind == "to_day":
            found.append(cases.c.received_on <= value)
        elif each.kind == "flag":
            found.append(cases.c.registered_by == person_id)
        elif each.name != "due":
            found.append(cases.c[each.name] == (value or None))
    if not (wanted.status or wanted.text.strip() or wanted.due):
        found.append(cases.c.status != "voided")    # no request; its number is found all the same
    return found


def due_before(day: date) -> list[Condition]:
    """Open, and due before that day."""
    return [IS_OPEN, cases.c.due_on < day]


def due_from(day: date) -> list[Condition]:
    """Open, and not due before that day."""
    return [IS_OPEN, cases.c.due_on >= day]


def in_state(due: str) -> list[Condition]:
    """Open with a provisional date, or with the clock standing still."""
    if due == "provisional":
        return [IS_OPEN, cases.c.provisional.is_(True)]
    return [IS_OPEN, cases.c.clock_state.like("paused%")]


def page(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], *, sort: str,
    after: Sequence[Any], limit: int, dated_only: bool = False,
) -> Sequence[CaseWithNames]:
    """One page of the register. ``after``: the sort key of the last row seen, then its id.

    dated_only: the conditions leave no case without a due date, so none is looked for.
    """
    query = with_names().where(*conditions)
    if sort == "due":
        return _page_by_due(connection, query, after, limit, dated_only)
    oldest = sort == "oldest"
    if after:
        last = int(after[-1])
        query = query.where(cases.c.id > last if oldest else cases.c.id < last)
    ordered = query.order_by(cases.c.id if oldest else cases.c.id.desc())
    return all_of(connection, ordered.limit(limit), CaseWithNames)


def _page_by_due(
    connection: Connection, query: Select[Any], after: Sequence[Any], limit: int,
    dated_only: bool,
) -> Sequence[CaseWithNames]:
    """Cases with a due date first, by it; then those without, which stand at 9999-12-31.

    Two reads, each along an index, so that the page costs the same however many are stored.
    """
    day, last = (date.fromisoformat(after[0]), int(after[1])) if after else (date.min, 0)
    found: list[CaseWithNames] = []
    if day < NO_DUE_DATE:
        dated = query.where(
            cases.c.due_on >= day, or_(cases.c.due_on > day, cases.c.id > last)
        ).order_by(cases.c.due_on, cases.c.id)
        found += all_of(connection, dated.limit(limit), CaseWithNames)
        last = 0
    if len(found) < limit and not dated_only:
        undated = query.where(cases.c.due_on.is_(None), cases.c.id > last).order_by(cases.c.id)
        found += all_of(connection, undated.limit(limit - len(found)), CaseWithNames)
    return found


def count(
    connection: Connection, conditions: Sequence[ColumnElement[bool]],
    at_most: int = COUNTED_AT_MOST,
) -> int:
    """How many cases match, up to at_most + 1."""
    found = select(literal(1)).select_from(cases).where(*conditions).limit(at_most + 1)
    if any("applicants" in str(condition) for condition in conditions):
        found = (
            select(literal(1)).select_from(cases)
            .join(applicants, applicants.c.id == cases.c.applicant_id)
            .where(*conditions).limit(at_most + 1)
        )
    return int(connection.execute(select(func.count()).select_from(found.subquery())).scalar_one())


def text_condition(text: str) -> ColumnElement[bool]:
    """The case holds what was typed, or each of several words: in its number, that of one of its
    letters, its subject or its applicant. No stored text holds a NUL.
    """
    # The year of a number stands in 〔〕; people type the brackets that they have.
    plain = unicodedata.normalize("NFKC", text.replace("\0", ""))
    text = _YEAR_OF_NUMBER.sub(r"〔\1〕", plain)
    words = text.split()
    if len(words) < 2:
        return _holds(text)
    return or_(_holds(text), and_(*(_holds(word) for word in words)))


def _holds(words: str) -> ColumnElement[bool]:
    found = [
        contains(column, words) for column in (cases.c.number, cases.c.subject, applicants.c.name)
    ]
    # Under which another agency's register had it, or this one's has it.
    found.append(cases.c.id.in_(
        select(transfers.c.case_id).where(contains(transfers.c.number_there, words))))
    if number := _LETTER_NUMBER.search(words):
        found.append(cases.c.id.in_(
            select(letters.c.case_id).where(    # by the index of numbers, whatever series
                letters.c.agency_id.in_(select(agencies.c.id)),
                letters.c.year == int(number[1]), letters.c.sequence == int(number[2]),
                contains(letters.c.number, words),
            )
        ))
    return or_(*found)


def similar(
    connection: Connection, agency_ids: Collection[int] | None, applicant: str,
    words: Sequence[str], limit: int,
) -> Sequence[CaseWithNames]:
    """Requests of the same applicant, or whose subject holds all of the words; newest first.

    Looks only at the agencies' latest 2,000 requests, so that it stays quick while typing.
    """
    recent = (
        select(cases.c.id).where(*within(cases.c.agency_id, agency_ids))
        .order_by(cases.c.id.desc()).limit(2000).subquery()
    )
    conditions: list[ColumnElement[bool]] = []
    if applicant:
        conditions.append(same(applicants.c.name, applicant))
    if words:
        conditions.append(and_(*(contains(cases.c.subject, word) for word in words)))
    if not conditions:
        return []
    return all_of(
        connection,
        with_names().where(cases.c.id.in_(select(recent.c.id)), or_(*conditions))
        .order_by(cases.c.id.desc()).limit(limit),
        CaseWithNames,
    )


def due_by(
    last: date, of_agencies: Mapping[int, date] | None = None
) -> list[ColumnElement[bool]]:
    """Due on that day or before; of some agencies, on another day or before."""
    if not of_agencies:
        return [cases.c.due_on <= last]
    own = case(dict(of_agencies), value=cases.c.agency_id, else_=last)
    return [cases.c.due_on <= max(last, *of_agencies.values()), cases.c.due_on <= own]
