"""Who stands beside the applicant of a case, and what the same applicant asked for before."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypedDict

from sqlalchemy import Connection, bindparam, delete, false, insert, or_, select, union

from engine.cases.rows import cases as case_rows
from engine.store.reading import all_of
from engine.store.scope import within
from engine.store.shapes import ApplicantRow, NewApplicantRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import applicants, case_applicants, cases


class Beside(ApplicantRow):
    """Somebody beside the applicant. part: joint | agent; authority: what an agent showed."""

    part: str
    authority: str


class EarlierCase(TypedDict):
    """A case with the digests of its applicant. asked_jointly: he is found among those beside."""

    id: int
    number: str
    subject: str
    description: str
    received_on: date
    status: str
    letter_kind: str
    name_digest: str
    id_digest: str
    phone_digest: str
    asked_jointly: bool


_LOOKED_AT = 500        # earlier cases of one applicant, the latest
_ADD = Prepared(insert(case_applicants))
_OF_CASE = PreparedRows(
    select(applicants, case_applicants.c.part, case_applicants.c.authority)
    .join(case_applicants, case_applicants.c.applicant_id == applicants.c.id)
    .where(case_applicants.c.case_id == bindparam("of_case")).order_by(case_applicants.c.place),
    Beside,
)


def add_beside(
    connection: Connection, case_id: int, people: Sequence[tuple[NewApplicantRow, str, str]]
) -> None:
    """Put people beside the applicant of a case: who, which part, what authority."""
    for place, (values, part, authority) in enumerate(people, 1):
        _ADD.run(connection, {
            "case_id": case_id, "place": place, "part": part, "authority": authority,
            "applicant_id": case_rows.add_applicant(connection, values),
        })


def replace_beside(
    connection: Connection, case_id: int, people: Sequence[tuple[NewApplicantRow, str, str]]
) -> None:
    """Let others stand beside the applicant; who did before stays among the applicants."""
    connection.execute(delete(case_applicants).where(case_applicants.c.case_id == case_id))
    add_beside(connection, case_id, people)


def beside(connection: Connection, case_id: int) -> Sequence[Beside]:
    """Who stands beside the applicant: those who ask with him in their order, then the agent."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def earlier(
    connection: Connection, agencies: Collection[int] | None, digests: Mapping[str, str],
    by: date, other_than: int,
) -> Sequence[EarlierCase]:
    """Cases of these agencies received until a day whose applicant, or one who asked with him, has
    one of the digests (by column), the latest first. Each is looked up by its index."""
    known = select(applicants.c.id).where(
        or_(*(applicants.c[name] == value for name, value in digests.items()))
    )
    # Who asked beside another is known by document or name; a telephone may be the family's.
    surely = next((name for name in ("id_digest", "name_digest") if name in digests), "")
    jointly = select(case_applicants.c.case_id).where(
        case_applicants.c.part == "joint",
        case_applicants.c.applicant_id.in_(
            select(applicants.c.id).where(applicants.c[surely] == digests[surely])
        ) if surely else false(),
    )
    found = union(select(cases.c.id).where(cases.c.applicant_id.in_(known)), jointly).subquery()
    return all_of(
        connection,
        select(
            cases.c.id, cases.c.number, cases.c.subject, cases.c.description,
            cases.c.received_on, cases.c.status, cases.c.letter_kind,
            applicants.c.name_digest, applicants.c.id_digest, applicants.c.phone_digest,
            cases.c.id.in_(jointly).label("asked_jointly"),
        )
        .join(applicants, applicants.c.id == cases.c.applicant_id)
        .where(
            cases.c.id.in_(select(found.c.id)), *within(cases.c.agency_id, agencies),
            cases.c.received_on <= by, cases.c.id != other_than, cases.c.status != "voided",
        )
        .order_by(cases.c.received_on.desc(), cases.c.id.desc()).limit(_LOOKED_AT),
        EarlierCase,
    )
