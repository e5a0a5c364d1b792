"""Beginning to charge, stopping it, putting right the payment, noting a complaint."""

from dataclasses import replace

from declared.characters import check_line, check_text
from engine.cases.act import Act, enter
from engine.cases.case import Case
from engine.cases.glance.status import CaseStatus
from engine.cases.open_cases import open_cases
from engine.cases.process import moving, projection
from engine.cases.visible import own_case
from engine.charging import rows
from engine.charging.commands import EndFee, MendFee, NoteFeeComplaint, OpenFee
from engine.charging.ending import mark_ended, take_back_fee_notice
from engine.charging.events import FeeComplained, FeeMended, FeeOpened
from engine.charging.fee import ARTICLE, OPEN, FeeState, about, place_of
from engine.charging.policy import check_may_open, check_paid_on, may_end, unanswered
from engine.errors import CaseClosed, InvalidInput, NotFound, UnlawfulAct
from engine.items import item as items
from engine.processes.runtime import NotOpen
from engine.record.event import digest_of
from engine.statute import Entry
from engine.statute.values.findings import date_in_words
from engine.store.shapes import FeeRow
from engine.transaction.unit_of_work import UnitOfWork

_LONGEST = 2000


def open_fee(command: OpenFee, unit: UnitOfWork) -> int:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(command.case_id, row["revision"])
    check_may_open(unit, row, case.life.process, items.of_case(unit.connection, case.id))
    number = len(rows.of_case(unit.connection, case.id)) + 1
    fee_id = rows.add(unit.connection, {
        "case_id": case.id, "number": number, "state": FeeState.TO_PROPOSE.value,
        "opened_by": unit.actor.person_id, "opened_at": unit.now, "method": "", "units": 0,
        "pieces_before": 0, "split": "", "reasons": "", "pay_to": "", "amount": 0,
        "calculation": "", "proposed_by": None, "proposed_at": None, "approved_by": None,
        "approved_at": None, "noticed_on": None, "paid_on": None, "receipt": "",
        "lapsed_on": None, "complaint": "", "end_reason": "",
    })
    unit.record(FeeOpened(number=number), case)
    moving.begin_beside(Act(unit, case), "fee_opened", fee_id, about(number))
    return fee_id


def end_fee(command: EndFee, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.fee_id)
    problems: dict[str, str] = {}
    reason = check_line(problems, "reason", command.reason, "理由", 200)
    if problems:
        raise InvalidInput(problems)
    if not may_end(unit, case.row, row["state"]):
        raise UnlawfulAct(
            reason="这次收费已经办结，不能停止；缴费日期有误的，请更正", article=ARTICLE)
    act = Act(unit, case, handed_in={"reason": f"停止收费：{reason}"})
    mark_ended(act, row, reason)
    take_back_fee_notice(act, row, reason)
    if row["state"] not in OPEN:        # its process has ended with the lapse
        projection.settle(unit, case)
        return
    try:
        moving.tell(act, "fee_ended", row["id"])
    except NotOpen:
        raise UnlawfulAct(reason="这次收费已经办结，不能停止", article=ARTICLE) from None


def mend_fee(command: MendFee, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.fee_id)
    if row["state"] not in (FeeState.PAID, FeeState.LAPSED):
        raise UnlawfulAct(
            reason="还没有登记缴费，没有可以更正的日期；请在“登记缴费”中登记", article=ARTICLE)
    if row["state"] == FeeState.LAPSED and not unanswered(unit, case.row):
        raise UnlawfulAct(
            reason="已经以逾期未缴费答复，不能再登记缴费；还没有送出的，请先收回答复",
            article=ARTICLE)
    problems: dict[str, str] = {}
    reason = check_line(problems, "reason", command.reason, "理由", 200)
    receipt = check_line(problems, "receipt", command.receipt, "票据号", 60, needed=False)
    on = command.paid_on
    if on is None:
        problems["paid_on"] = "请填写缴费日期。"
    elif (on, receipt) == (row["paid_on"], row["receipt"]):
        problems["paid_on"] = "没有变动，不需要更正。"
    if problems:
        raise InvalidInput(problems)
    assert on is not None
    place = place_of(case, "fee_paid")
    if row["state"] == FeeState.LAPSED:
        check_paid_on(case, on, unit.today)
        enter(Act(unit, case), Entry(type="fee_paid", on=on))
    elif on != row["paid_on"]:
        check_paid_on(case, on, unit.today)
        assert place is not None        # the payment was entered
        case.replace(place, replace(case.ledger.entries[place], on=on), reason)
    rows.change(unit.connection, row["id"], {
        "state": FeeState.PAID.value, "paid_on": on, "receipt": receipt, "lapsed_on": None,
    })
    unit.record(FeeMended(
        number=row["number"], before=row["paid_on"], after=on, reason=reason), case)
    projection.settle(unit, case)


def note_fee_complaint(command: NoteFeeComplaint, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.fee_id)
    if row["noticed_on"] is None:
        raise UnlawfulAct(reason="还没有通知收费，没有可以登记的异议", article=ARTICLE)
    problems: dict[str, str] = {}
    check_text(
        problems, "complaint", command.complaint, "申请人的意见", _LONGEST, needed=True)
    on = command.came_on
    if on is None:
        problems["came_on"] = "请填写收到意见的日期。"
    elif not row["noticed_on"] <= on <= unit.today:
        problems["came_on"] = "应当在通知收费以后、今天以前，请核对。"
    if problems:
        raise InvalidInput(problems)
    assert on is not None
    text = command.complaint.strip()
    noted = f"{date_in_words(on)}：{text}"
    rows.change(unit.connection, row["id"], {
        "complaint": "\n".join(filter(None, (row["complaint"], noted))),
    })
    unit.record(FeeComplained(
        number=row["number"], on=on, complaint_digest=digest_of(text)), case)
    projection.settle(unit, case)


def _taken(unit: UnitOfWork, fee_id: int) -> tuple[FeeRow, Case]:
    found = rows.find(unit.connection, fee_id)
    if found is None:
        raise NotFound()
    row = own_case(unit, found["case_id"])
    if row["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    # Locked only now: what holds is read again.
    found = rows.find(unit.connection, fee_id)
    assert found is not None
    return found, open_cases(unit).take(row["id"], row["revision"])
