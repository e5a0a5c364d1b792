"""Acts on a case as a whole."""

from typing import Any

from engine.cases import rows as case_rows
from engine.cases import timer_rows
from engine.cases.case import DatedCase
from engine.cases.commands import RecalculateCase, RevealApplicant
from engine.cases.events import ApplicantRevealed
from engine.cases.own_case import own_case
from engine.errors import InvalidInput, NotFound
from engine.transaction.unit_of_work import UnitOfWork, read_ledger


def reveal_applicant(command: RevealApplicant, unit: UnitOfWork) -> dict[str, Any]:
    row, revision = own_case(unit, command.case_id)
    reason = command.reason.strip()
    if not reason:
        raise InvalidInput({"reason": "请写明查看的原因。"})
    case = unit.case(command.case_id, revision)
    unit.record(ApplicantRevealed(reason=reason[:200]), case)
    return dict(case_rows.find_applicant(unit.connection, row["applicant_id"]))


def recalculate_case(command: RecalculateCase, unit: UnitOfWork) -> None:
    """No calendar moves a process: the case is taken up without it, which is half the work."""
    case_id, connection = command.case_id, unit.connection
    found = case_rows.lock_with_row(connection, case_id)
    if found is None:
        raise NotFound()
    if found["status"] == "open":
        row = dict(found)
        unit.redate(DatedCase(
            case_id, row, read_ledger(connection, row), revision=row.pop("revision"),
            timers={each["id"]: dict(each) for each in timer_rows.of_case(connection, case_id)},
        ))
