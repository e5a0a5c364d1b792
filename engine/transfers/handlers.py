"""Proposing that another agency answers, taking that back; taking a case over, or not."""

from datetime import date

from declared.characters import check_text
from engine.actors.permissions import own
from engine.actors.roles import Role
from engine.cases.act import Act, enter
from engine.cases.moving.move import hand_to
from engine.cases.open_cases import open_cases
from engine.cases.process import moving
from engine.cases.rows import cases as case_rows
from engine.cases.visible import check_goes_on, own_case
from engine.errors import InvalidInput, NotFound, NotPermitted, UnlawfulAct
from engine.people import rows as people_rows
from engine.people.changes.facts import agency_on
from engine.processes.runtime import NotOpen
from engine.record.event import digest_of
from engine.statute import Entry
from engine.statute.calendar.zone import local_day
from engine.statute.values.findings import date_in_words
from engine.store import numbers
from engine.store.shapes import TransferRow
from engine.transaction.unit_of_work import UnitOfWork
from engine.transfers import rows
from engine.transfers.commands import (
    AcceptTransfer,
    ProposeTransfer,
    RefuseTransfer,
    WithdrawTransfer,
)
from engine.transfers.ending import mark_ended, mark_withdrawn, name_of
from engine.transfers.events import (
    CaseHandedOver,
    CaseTakenOver,
    TransferProposed,
    TransferRefused,
)
from engine.transfers.policy import (
    ARTICLE,
    check_may_go,
    check_may_propose,
    of_life,
    why_not_to,
)
from engine.transfers.transfer import MANNERS, MOST_REASON, OPEN, TransferState, about


def propose_transfer(command: ProposeTransfer, unit: UnitOfWork) -> int:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(command.case_id, row["revision"])
    check_may_propose(unit, case.row, case.running, of_life(case.open_tasks.values()))
    problems: dict[str, str] = {}
    to = people_rows.find_agency(unit.connection, command.to_agency_id)
    if against := why_not_to(unit, to, case.agency_id):
        problems["to_agency_id"] = against
    if command.manner not in MANNERS:
        problems["manner"] = "请选择移送还是内部转办。"
    check_text(problems, "reason", command.reason, "理由", MOST_REASON, needed=True)
    if problems:
        raise InvalidInput(problems)
    assert to is not None           # else it is a problem
    assert unit.actor.person_id is not None     # he holds a duty
    number = len(rows.of_case(unit.connection, case.id)) + 1
    reason = command.reason.strip()
    transfer_id = rows.add(unit.connection, {
        "case_id": case.id, "number": number, "manner": command.manner,
        "from_agency_id": case.agency_id, "to_agency_id": to["id"], "reason": reason,
        "proposed_by": unit.actor.person_id, "proposed_at": unit.now,
        "state": TransferState.PROPOSED.value, "approved_by": None, "approved_at": None,
        "approval": "", "ended_by": None, "ended_at": None, "end_reason": "",
        "received_on": None, "number_there": "",
    })
    unit.record(TransferProposed(
        number=number, manner=command.manner, to_agency=to["short_name"],
        reason_digest=digest_of(reason),
    ), case)
    moving.begin_beside(Act(unit, case), "transfer_proposed", transfer_id, about(number))
    return transfer_id


def withdraw_transfer(command: WithdrawTransfer, unit: UnitOfWork) -> None:
    row = rows.find(unit.connection, command.transfer_id)
    if row is None:
        raise NotFound()
    case_row = own_case(unit, row["case_id"])
    row = _read_again(unit, row["id"])
    if row["proposed_by"] != unit.actor.person_id and Role.MANAGER not in unit.actor.roles:
        raise NotPermitted(roles="提出移送的人员、督办人员")
    reason = _reason(command.reason)
    _check_open(row)
    act = Act(unit, open_cases(unit).take(case_row["id"], case_row["revision"]))
    mark_withdrawn(act, row, reason)
    _tell(act, "transfer_withdrawn", row)


def refuse_transfer(command: RefuseTransfer, unit: UnitOfWork) -> None:
    row, act = _offered(unit, command.transfer_id)
    reason = _reason(command.reason)
    mark_ended(act, row, TransferState.REFUSED, reason)
    unit.record(TransferRefused(
        number=row["number"], to_agency=name_of(act, row["to_agency_id"]), reason=reason), act.case)
    _tell(act, "transfer_refused", row)


def accept_transfer(command: AcceptTransfer, unit: UnitOfWork) -> int:
    row, act = _offered(unit, command.transfer_id)
    case, on = act.case, command.received_on
    _check_received(row, on, unit)
    try:
        check_may_go(unit, case.row, case.running, of_life(case.open_tasks.values()))
    except UnlawfulAct:     # what goes on there is not this agency's to know
        raise UnlawfulAct(
            reason="移送机关的办件现在不能移送（答复已经送审、签发，或者还有没有办完的工作），"
                   "请联系移送机关办结后再接收",
            article=ARTICLE,
        ) from None
    # An agency that this one was merged into takes it over in the other's place.
    taker = unit.actor.agency_id
    assert taker is not None        # he holds a duty in it
    if taker == case.agency_id:
        raise UnlawfulAct(
            reason="这件办件已经由本机关办理，请由提出移送的人员收回", article=ARTICLE)
    if row["manner"] == "between":
        enter(act, Entry(type="transferred", on=on))
    sequence = numbers.next_number(unit.connection, taker, "register", on.year)
    code = agency_on(unit.connection, taker, on)["letter_code"]
    number_there = f"{code}申〔{on.year}〕{sequence}号"
    rows.change(unit.connection, row["id"], {
        "state": TransferState.ACCEPTED.value, "ended_by": unit.actor.person_id,
        "ended_at": unit.now, "received_on": on, "number_there": number_there,
        "to_agency_id": taker,
    })
    giver = name_of(act, case.agency_id)
    unit.record(CaseHandedOver(
        number=row["number"], to_agency=name_of(act, taker), received_on=on), case)
    hand_to(unit, case, taker)
    unit.record(CaseTakenOver(
        number=row["number"], from_agency=giver, number_there=number_there, received_on=on,
    ), case)
    _tell(act, "transfer_accepted", row)
    return case.id


def _offered(unit: UnitOfWork, transfer_id: int) -> tuple[TransferRow, Act]:
    """What is offered to the actor's agency, its case locked. Raises NotFound for any other."""
    row = rows.find(unit.connection, transfer_id)
    if row is None or row["approved_at"] is None or not own(unit.actor).covers(row["to_agency_id"]):
        raise NotFound()
    case_row = case_rows.lock(unit.connection, row["case_id"])
    row = _read_again(unit, transfer_id)
    _check_open(row)
    assert case_row is not None     # the transfer refers to it
    check_goes_on(unit, case_row["id"], case_row["status"])
    return row, Act(unit, open_cases(unit).take(case_row["id"], case_row["revision"]))


def _read_again(unit: UnitOfWork, transfer_id: int) -> TransferRow:
    """As it holds now that its case is locked."""
    row = rows.find(unit.connection, transfer_id)
    assert row is not None          # none is taken away
    return row


def _check_open(row: TransferRow) -> None:
    if row["state"] not in OPEN:
        raise UnlawfulAct(
            reason=f"这件移送已经有结果（{TransferState(row['state']).title}），不能再办理",
            article=ARTICLE)


def _check_received(row: TransferRow, on: date, unit: UnitOfWork) -> None:
    first = local_day(row["proposed_at"])
    if on > unit.today:
        raise InvalidInput({"received_on": "日期不能晚于今天。"})
    if on < first:
        raise InvalidInput({
            "received_on": f"日期不能早于提出移送的日期（{date_in_words(first)}），请核对。"})


def _reason(text: str) -> str:
    problems: dict[str, str] = {}
    check_text(problems, "reason", text, "理由", MOST_REASON, needed=True)
    if problems:
        raise InvalidInput(problems)
    return " ".join(text.split())


def _tell(act: Act, message: str, row: TransferRow) -> None:
    try:
        moving.tell(act, message, row["id"])
    except NotOpen:
        raise UnlawfulAct(reason="这件移送已经有结果，不能再办理", article=ARTICLE) from None
