"""How cases hang together, and which may."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from sqlalchemy import Connection, and_, bindparam, insert, literal, or_, select

from engine.store.reading import all_of
from engine.store.scope import within
from engine.store.shapes import ApplicantRow, CaseLinkRow
from engine.store.statements import Prepared
from engine.store.tables import applicants, case_applicants, case_links, cases


class LinkedCase(CaseLinkRow):
    """A link with what is said of the case at its other end."""

    number: str
    due_on: date | None
    status: str


class MergeableCase(TypedDict):
    """An open case of the same applicant. due_on None: its clock stands."""

    id: int
    number: str
    subject: str
    due_on: date | None


_ADD = Prepared(insert(case_links))


def add_link(connection: Connection, row: CaseLinkRow) -> None:
    """Keep how a case hangs together with another."""
    _ADD.run(connection, row)


def links(connection: Connection, case_id: int) -> Sequence[LinkedCase]:
    """The links of a case, whichever end it is, oldest first."""
    other = cases.alias()
    return all_of(
        connection,
        select(case_links, other.c.number, other.c.due_on, other.c.status)
        .join(other, or_(
            and_(case_links.c.case_id == case_id, other.c.id == case_links.c.other_case_id),
            and_(case_links.c.other_case_id == case_id, other.c.id == case_links.c.case_id),
        ))
        .order_by(case_links.c.linked_at, case_links.c.case_id),
        LinkedCase,
    )


def mergeable(
    connection: Connection, case_id: int, agency_id: int, applicant: ApplicantRow
) -> Sequence[MergeableCase]:
    """The agency's other open cases of the same applicant: same document, or same name where not
    both showed one. The first to fall due first."""
    same = []
    if applicant["id_digest"]:
        same.append(applicants.c.id_digest == applicant["id_digest"])
    if applicant["name_digest"]:
        named = applicants.c.name_digest == applicant["name_digest"]
        same.append(and_(named, applicants.c.id_digest == "")
                    if applicant["id_digest"] else named)
    if not same:
        return ()
    return all_of(
        connection,
        select(cases.c.id, cases.c.number, cases.c.subject, cases.c.due_on)
        .join(applicants, applicants.c.id == cases.c.applicant_id)
        .where(*within(cases.c.agency_id, {agency_id}), cases.c.status == "open",
               cases.c.id != case_id, or_(*same))
        .order_by(cases.c.due_on, cases.c.id).limit(50),
        MergeableCase,
    )


def same_people(connection: Connection, case_id: int, as_of: int) -> None:
    """Whoever stands beside the applicant of a case stands beside him in another as well."""
    connection.execute(insert(case_applicants).from_select(
        [each.name for each in case_applicants.columns],
        select(*(
            literal(case_id).label("case_id") if each.name == "case_id" else each
            for each in case_applicants.columns
        )).where(case_applicants.c.case_id == as_of),
    ))


def merged_into(connection: Connection, case_id: int) -> Sequence[int]:
    """The cases that were merged into one."""
    return list(connection.execute(
        select(case_links.c.case_id).where(
            case_links.c.other_case_id == bindparam("of"), case_links.c.kind == "merged")
        .order_by(case_links.c.case_id), {"of": case_id},
    ).scalars())
