"""Acts on a case as a whole."""

from declared.characters import unprintable
from engine.cases.commands import RecalculateCase, RevealApplicant
from engine.cases.events import ApplicantRevealed
from engine.cases.open_cases import open_cases
from engine.cases.rows import cases as rows
from engine.cases.visible import own_case
from engine.errors import InvalidInput, NotFound
from engine.store.shapes import ApplicantRow
from engine.transaction.unit_of_work import UnitOfWork


def reveal_applicant(command: RevealApplicant, unit: UnitOfWork) -> ApplicantRow:
    row = own_case(unit, command.case_id, only_look=True)
    reason = command.reason.strip()
    if not reason:
        raise InvalidInput({"reason": "请写明查看的原因。"})
    if found := unprintable(reason):
        raise InvalidInput({"reason": found.told("查看的原因")})
    case = open_cases(unit).take(command.case_id, row["revision"])
    unit.record(ApplicantRevealed(reason=reason[:200]), case)
    return rows.find_applicant(unit.connection, row["applicant_id"])


def recalculate_case(command: RecalculateCase, unit: UnitOfWork) -> None:
    found = rows.lock(unit.connection, command.case_id)
    if found is None:
        raise NotFound()
    if found["status"] == "open":
        open_cases(unit).redate(found)
