"""Letters."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.reading import all_of, first_of
from engine.store.shapes import LetterRow, LetterValues
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import applicants, cases, letters, people


class LetterWithName(LetterRow):
    """A letter with the name of who drafted it; none: it was made without anybody."""

    drafted_by_name: str | None


class ReplyTo(TypedDict):
    """An issued reply with what was asked and by which number its applicant is known."""

    id: int
    kind: str
    title: str
    number: str
    issued_at: datetime | None
    subject: str
    id_number: str


_ADD = Prepared(insert(letters).returning(letters.c.id))
_CHANGE = Prepared(update(letters).where(letters.c.id == bindparam("letter")))
_OF_CASE = PreparedRows(
    select(letters, people.c.name.label("drafted_by_name"))
    .outerjoin(people, people.c.id == letters.c.drafted_by)
    .where(letters.c.case_id == bindparam("of_case")).order_by(letters.c.id),
    LetterWithName,
)
_REPLY = PreparedRows(
    select(letters).where(
        letters.c.case_id == bindparam("of_case"), letters.c.series == "reply",
        letters.c.state != "void",
    )
    .order_by(letters.c.id.desc()).limit(1),
    LetterRow,
)


def add(connection: Connection, values: LetterValues) -> int:
    """Keep a letter; returns its id."""
    return int(_ADD.scalar(connection, values))


def change(connection: Connection, letter_id: int, changes: LetterValues) -> None:
    """Set columns of a letter."""
    _CHANGE.run(connection, {**changes, "letter": letter_id})


def find(connection: Connection, letter_id: int) -> LetterWithName | None:
    """A letter with the name of who drafted it; None when there is none."""
    return first_of(
        connection,
        select(letters, people.c.name.label("drafted_by_name"))
        .outerjoin(people, people.c.id == letters.c.drafted_by)
        .where(letters.c.id == letter_id),
        LetterWithName,
    )


def of_case(connection: Connection, case_id: int) -> Sequence[LetterWithName]:
    """The letters of a case, oldest first."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def replies_to(
    connection: Connection, agency_id: int, applicant: str, other_than: int, by: date
) -> Sequence[ReplyTo]:
    """Replies that an agency issued to somebody of that name in other cases received by a day,
    the latest first."""
    return all_of(
        connection,
        select(letters.c.id, letters.c.kind, letters.c.title, letters.c.number,
               letters.c.issued_at, cases.c.subject, applicants.c.id_number)
        .join(cases, cases.c.id == letters.c.case_id)
        .join(applicants, applicants.c.id == cases.c.applicant_id)
        .where(
            applicants.c.name == applicant, cases.c.agency_id == agency_id,
            cases.c.id != other_than, cases.c.received_on <= by, letters.c.series == "reply",
            letters.c.issued_at.is_not(None),
        )
        .order_by(letters.c.issued_at.desc(), letters.c.id.desc()).limit(100),
        ReplyTo,
    )


def reply_of(connection: Connection, case_id: int) -> LetterRow | None:
    """The case's reply letter: drafted, or issued once signed off."""
    return _REPLY.first(connection, {"of_case": case_id})
