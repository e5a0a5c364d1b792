"""Arranging who advises an agency; and taking back what is yet to come."""

from declared.characters import check_text
from engine.errors import InvalidInput, NotFound
from engine.legal_advice.advisers import rows
from engine.legal_advice.advisers.adviser import ADVISERS, MOST_BASIS, MOST_NAME, AdviserKind
from engine.legal_advice.advisers.commands import ArrangeLegalAdvice, CancelLegalAdviser
from engine.legal_advice.advisers.events import LegalAdviserArranged, LegalAdviserCancelled
from engine.people.agencies import agencies_offered
from engine.rules.choices import rows as choice_rows
from engine.transaction.unit_of_work import UnitOfWork


def arrange_legal_advice(command: ArrangeLegalAdvice, unit: UnitOfWork) -> int:
    if not choice_rows.lock(unit.connection, command.agency_id, command.from_day):
        raise InvalidInput({"agency_id": "请选择机关。"})
    if problems := _problems(command, unit):
        raise InvalidInput(problems)
    adviser_id = command.adviser_id if command.kind == AdviserKind.AGENCY else None
    basis = " ".join(command.basis.split())
    arrangement_id = rows.add(unit.connection, {
        "agency_id": command.agency_id, "from_day": command.from_day, "kind": command.kind,
        "adviser_id": adviser_id,
        "name": " ".join(command.name.split()) or ADVISERS[command.kind],
        "basis": basis, "set_at": unit.now, "set_by": unit.actor.person_id,
    })
    unit.record(LegalAdviserArranged(
        arrangement_id=arrangement_id, agency_id=command.agency_id, adviser_kind=command.kind,
        adviser_id=adviser_id, from_day=command.from_day, basis=basis,
    ))
    return arrangement_id


def _problems(command: ArrangeLegalAdvice, unit: UnitOfWork) -> dict[str, str]:
    problems: dict[str, str] = {}
    if command.kind not in ADVISERS:
        problems["kind"] = "请选择由谁出具法制意见。"
    if command.kind == AdviserKind.AGENCY and command.adviser_id not in {
        each.id for each in agencies_offered(unit) if each.id != command.agency_id
    }:
        problems["adviser_id"] = "请选择由哪个机关的法制机构出具意见，不能是本机关。"
    check_text(problems, "name", command.name, "名称", MOST_NAME,
               needed=command.kind == AdviserKind.COUNSEL)
    check_text(problems, "basis", command.basis, "依据", MOST_BASIS, needed=True)
    if command.from_day < unit.today:
        problems["from_day"] = "生效日期不能早于今天：已经提请的会商仍由原来的一方出具意见。"
    elif any(row["from_day"] == command.from_day
             for row in rows.standing(unit.connection, command.agency_id)):
        problems["from_day"] = "自该日起已有一项安排，请先取消原来的安排，或者另选日期。"
    return problems


def cancel_legal_adviser(command: CancelLegalAdviser, unit: UnitOfWork) -> None:
    row = rows.find(unit.connection, command.arrangement_id)
    if row is None:
        raise NotFound()
    if row["from_day"] <= unit.today:
        raise InvalidInput({"": "这项安排已经生效，不能取消；需要改变的，请另行安排。"})
    rows.cancel(
        unit.connection, command.arrangement_id, at=unit.now, by=unit.actor.person_id
    )
    unit.record(LegalAdviserCancelled(
        arrangement_id=command.arrangement_id, agency_id=row["agency_id"],
    ))
