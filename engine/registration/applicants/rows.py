"""Who stands beside the applicant of a case: those who ask with him, and the agent."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select

from engine.cases.rows import cases as case_rows
from engine.store.shapes import ApplicantRow, NewApplicantRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import applicants, case_applicants


class Beside(ApplicantRow):
    """Somebody beside the applicant. part: joint | agent; authority: what an agent showed."""

    part: str
    authority: str


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


def beside(connection: Connection, case_id: int) -> Sequence[Beside]:
    """Who stands beside the applicant: those who ask with him in their order, then the agent."""
    return _OF_CASE.all(connection, {"of_case": case_id})
