"""Questions and opinions, and the pairs of characters by which they are found again."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from engine.legal_advice.advice import AdviceState
from engine.store.reading import all_of
from engine.store.scope import within
from engine.store.shapes import (
    LegalAdviceChanges,
    LegalAdviceRow,
    LegalAdviceWordRow,
    NewLegalAdviceRow,
)
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import agencies, cases, legal_advice, legal_advice_words


class AdviceOfAgency(LegalAdviceRow):
    """One with the name of the agency that asked."""

    agency_name: str


class AdviceFound(LegalAdviceRow):
    """An earlier one, with the number of its case and its share of the pairs looked for."""

    case_number: str
    shared: int


_CHANGE = Prepared(update(legal_advice).where(legal_advice.c.id == bindparam("advice")))
_OF_CASE = PreparedRows(
    select(legal_advice).where(legal_advice.c.case_id == bindparam("of_case"))
    .order_by(legal_advice.c.number),
    LegalAdviceRow,
)
_ADD_WORDS = Prepared(insert(legal_advice_words))
_OTHERS = legal_advice.c.adviser_kind == literal_column("'agency'")


def add(connection: Connection, values: NewLegalAdviceRow, words: Iterable[str]) -> int:
    """Keep a question with its pairs of characters; returns its id."""
    found: int = connection.execute(
        insert(legal_advice).values(**values).returning(legal_advice.c.id)
    ).scalar_one()
    rows: list[LegalAdviceWordRow] = [
        {"agency_id": values["agency_id"], "gram": each, "advice_id": found} for each in words
    ]
    _ADD_WORDS.run_each(connection, rows)
    return found


def change(connection: Connection, advice_id: int, changes: LegalAdviceChanges) -> None:
    """Set what became of it."""
    _CHANGE.run(connection, {**changes, "advice": advice_id})


def of_case(connection: Connection, case_id: int) -> Sequence[LegalAdviceRow]:
    """Every round of a case, in their order."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def find(
    connection: Connection, advice_id: int, asked_by: Collection[int] | None
) -> LegalAdviceRow | None:
    """One that one of these agencies asked for (None: any)."""
    found = all_of(
        connection, select(legal_advice).where(
            legal_advice.c.id == advice_id, *within(legal_advice.c.agency_id, asked_by)),
        LegalAdviceRow,
    )
    return found[0] if found else None


def put_to(
    connection: Connection, advisers: Collection[int] | None, *, advice_id: int | None = None,
    states: Collection[str] = tuple(AdviceState), most: int = 200,
) -> Sequence[AdviceOfAgency]:
    """What other agencies asked the legal offices of these: nothing else is there for them. The
    longest open first, then the latest."""
    wanted: list[ColumnElement[bool]] = [
        _OTHERS, *within(legal_advice.c.adviser_id, advisers), legal_advice.c.state.in_(states)]
    if advice_id is not None:
        wanted.append(legal_advice.c.id == advice_id)
    opened = legal_advice.c.state == AdviceState.ASKED.value
    return all_of(
        connection,
        select(legal_advice, agencies.c.name.label("agency_name"))
        .join(agencies, agencies.c.id == legal_advice.c.agency_id)
        .where(*wanted)
        .order_by(opened.desc(), legal_advice.c.asked_at.desc()).limit(most),
        AdviceOfAgency,
    )


def like(
    connection: Connection, agencies_: Collection[int], words: Sequence[str], least: int,
    other_than: int, advisers: Collection[int] | None, most: int,
) -> Sequence[AdviceFound]:
    """Opinions that these agencies were given on questions which share most of the pairs, the
    likest first. other_than: not of this case. advisers: only what their legal offices said."""
    if not words:
        return ()
    shared = func.count().label("shared")
    alike = (
        select(legal_advice_words.c.advice_id, shared)
        .where(*within(legal_advice_words.c.agency_id, agencies_),
               legal_advice_words.c.gram.in_(words))
        .group_by(legal_advice_words.c.advice_id).having(func.count() >= least).subquery()
    )
    return all_of(
        connection,
        select(legal_advice, cases.c.number.label("case_number"), alike.c.shared)
        .join(alike, alike.c.advice_id == legal_advice.c.id)
        .join(cases, cases.c.id == legal_advice.c.case_id)
        .where(*_given(other_than, advisers))
        .order_by(alike.c.shared.desc(), legal_advice.c.id.desc()).limit(most),
        AdviceFound,
    )


def of_ground(
    connection: Connection, agencies_: Collection[int], ground: str, other_than: int,
    advisers: Collection[int] | None, most: int,
) -> Sequence[AdviceFound]:
    """Opinions that these agencies were given on drafts of the same ground, the latest first."""
    if not ground:
        return ()
    return all_of(
        connection,
        select(legal_advice, cases.c.number.label("case_number"),
               literal_column("0").label("shared"))
        .join(cases, cases.c.id == legal_advice.c.case_id)
        .where(*within(legal_advice.c.agency_id, agencies_), legal_advice.c.ground == ground,
               *_given(other_than, advisers))
        .order_by(legal_advice.c.id.desc()).limit(most),
        AdviceFound,
    )


def _given(other_than: int, advisers: Collection[int] | None) -> list[ColumnElement[bool]]:
    found = [legal_advice.c.state == AdviceState.GIVEN.value, legal_advice.c.case_id != other_than]
    if advisers is not None:
        found += [_OTHERS, *within(legal_advice.c.adviser_id, advisers)]
    return found
