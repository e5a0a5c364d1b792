"""Beginning to ask for reasons, stopping it, putting right the day on which they came."""

from dataclasses import replace

from declared.characters import check_line
from engine.cases.act import Act
from engine.cases.case import Case
from engine.cases.glance.status import CaseStatus
from engine.cases.open_cases import open_cases
from engine.cases.process import moving, projection
from engine.cases.visible import own_case
from engine.errors import CaseClosed, InvalidInput, NotFound, UnlawfulAct
from engine.excess import rows
from engine.excess.commands import EndExcess, MendExcess, OpenExcess
from engine.excess.ending import mark_ended, take_back_request
from engine.excess.events import ExcessMended, ExcessOpened
from engine.excess.excess import ARTICLE, OPEN, ExcessState, about, check_given_on
from engine.excess.policy import check_may_open
from engine.items import item as items
from engine.processes.runtime import NotOpen
from engine.store.shapes import ExcessRow
from engine.transaction.unit_of_work import UnitOfWork


def open_excess(command: OpenExcess, unit: UnitOfWork) -> int:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(command.case_id, row["revision"])
    check_may_open(unit, row, case.life.process, items.of_case(unit.connection, case.id))
    number = len(rows.of_case(unit.connection, case.id)) + 1
    excess_id = rows.add(unit.connection, {
        "case_id": case.id, "number": number, "state": ExcessState.TO_ASK.value,
        "opened_by": unit.actor.person_id, "opened_at": unit.now, "earlier": 0, "findings": "",
        "wanted": "", "days": 0, "asked_on": None, "asked_by": None, "given_on": None,
        "reasons": "", "finding": "", "finding_reasons": "", "until": None, "weighed_by": None,
        "weighed_at": None, "end_reason": "",
    })
    unit.record(ExcessOpened(number=number), case)
    moving.begin_beside(Act(unit, case), "excess_opened", excess_id, about(number))
    return excess_id


def end_excess(command: EndExcess, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.excess_id)
    problems: dict[str, str] = {}
    reason = check_line(problems, "reason", command.reason, "理由", 200)
    if problems:
        raise InvalidInput(problems)
    if row["state"] not in OPEN:
        raise UnlawfulAct(reason="申请人的理由已经认定，不需要停止", article=ARTICLE)
    act = Act(unit, case, handed_in={"reason": f"停止要求说明理由：{reason}"})
    mark_ended(act, row, reason)
    take_back_request(act, row, reason)
    try:
        moving.tell(act, "excess_ended", row["id"])
    except NotOpen:
        raise UnlawfulAct(reason="申请人的理由已经认定，不需要停止", article=ARTICLE) from None


def mend_excess(command: MendExcess, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.excess_id)
    if row["given_on"] is None:
        raise UnlawfulAct(
            reason="还没有登记申请人说明理由，没有可以更正的日期", article=ARTICLE)
    problems: dict[str, str] = {}
    reason, on = check_line(problems, "reason", command.reason, "理由", 200), command.given_on
    if on is None:
        problems["given_on"] = "请填写收到说明的日期。"
    elif on == row["given_on"]:
        problems["given_on"] = "日期没有变动，不需要更正。"
    else:
        try:
            check_given_on(row, on, unit.today)
        except InvalidInput as refused:
            problems["given_on"] = refused.problems["reasons_given_on"]
    if problems:
        raise InvalidInput(problems)
    assert on is not None
    entries = case.ledger.entries
    place = next(n for n in reversed(range(len(entries))) if entries[n].type == "reasons_given")
    case.replace(place, replace(entries[place], on=on), reason)
    rows.change(unit.connection, row["id"], {"given_on": on})
    unit.record(ExcessMended(
        number=row["number"], before=row["given_on"], after=on, reason=reason), case)
    projection.settle(unit, case)


def _taken(unit: UnitOfWork, excess_id: int) -> tuple[ExcessRow, Case]:
    found = rows.find(unit.connection, excess_id)
    if found is None:
        raise NotFound()
    row = own_case(unit, found["case_id"])
    if row["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    # Locked only now: what holds is read again.
    found = rows.find(unit.connection, excess_id)
    assert found is not None
    return found, open_cases(unit).take(row["id"], row["revision"])
