"""Asking somebody, stopping it, putting right its days."""

from collections.abc import Iterator
from datetime import date

from declared.characters import check_line, check_text
from engine.cases.act import Act
from engine.cases.case import Case
from engine.cases.glance.status import CaseStatus
from engine.cases.open_cases import open_cases
from engine.cases.process import moving, projection
from engine.cases.visible import own_case
from engine.consultations import days, rows
from engine.consultations.commands import (
    EndConsultation,
    MendConsultation,
    OpenConsultation,
)
from engine.consultations.consultation import MOST_ASKED, ConsultationState, about
from engine.consultations.ending import mark_ended
from engine.consultations.events import ConsultationMended, ConsultationOpened
from engine.consultations.policy import check_may_open
from engine.errors import CaseClosed, InvalidInput, NotFound, UnlawfulAct
from engine.items import item as items
from engine.processes.runtime import NotOpen
from engine.record.event import digest_of
from engine.statute.values.rule_sets import PARTIES
from engine.store.shapes import ConsultationChanges, ConsultationRow
from engine.transaction.unit_of_work import UnitOfWork

_ARTICLE = "《条例》第三十二条、第三十四条"


def open_consultation(command: OpenConsultation, unit: UnitOfWork) -> int:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(command.case_id, row["revision"])
    known = items.of_case(unit.connection, case.id)
    check_may_open(unit, row, case.life.process, known)
    problems: dict[str, str] = {}
    if command.party not in PARTIES:
        problems["party"] = "请选择征求哪一方的意见。"
    name = check_line(problems, "name", command.name, "名称或者姓名", 120)
    contact = check_line(problems, "contact", command.contact, "联系方式", 200, needed=False)
    asked = command.asked.strip()
    check_text(problems, "asked", asked, "征求意见的内容", MOST_ASKED, needed=True)
    if command.item is not None and command.item not in {
        each.number for each in items.still_open(known)
    }:
        problems["item"] = "请选择还没有答复的事项。"
    if problems:
        raise InvalidInput(problems)
    number = len(rows.of_case(unit.connection, case.id)) + 1
    consultation_id = rows.add(unit.connection, {
        "case_id": case.id, "number": number, "party": command.party, "name": name,
        "contact": contact, "asked": asked, "item": command.item,
        "state": ConsultationState.TO_SEND.value, "asked_by": unit.actor.person_id,
        "asked_at": unit.now, "issued_on": None, "told_on": None, "delivered_on": None,
        "answered_on": None, "opinion": "", "opinion_reasons": "", "decision": "",
        "decision_reasons": "", "public_interest": "", "decided_by": None, "decided_at": None,
        "party_told_on": None, "disclose_from": None, "end_reason": "",
    })
    unit.record(ConsultationOpened(
        number=number, party=command.party, item=command.item,
        asked_digest=digest_of([name, contact, asked]),
    ), case)
    moving.begin_beside(
        Act(unit, case), "consultation_opened", consultation_id, about(command.party, number))
    return consultation_id


def end_consultation(command: EndConsultation, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.consultation_id)
    problems: dict[str, str] = {}
    reason = check_line(problems, "reason", command.reason, "理由", 200)
    if problems:
        raise InvalidInput(problems)
    act = Act(unit, case)
    if row["state"] in (ConsultationState.CLOSED, ConsultationState.ENDED):
        raise UnlawfulAct(reason="这次征求意见已经办结，不需要停止", article=_ARTICLE)
    mark_ended(act, row, reason)
    try:
        moving.tell(act, "consultation_ended", row["id"])
    except NotOpen:
        raise UnlawfulAct(reason="这次征求意见已经办结，不需要停止", article=_ARTICLE) from None


def mend_consultation(command: MendConsultation, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.consultation_id)
    problems: dict[str, str] = {}
    reason = check_line(problems, "reason", command.reason, "更正理由", 200)
    if row["state"] == ConsultationState.ENDED:
        raise UnlawfulAct(reason="这次征求意见已经停止，日期不能再更正", article=_ARTICLE)
    _check_days(problems, command, row, case, unit.today)
    changed = [*_changed(command, row)]
    if not problems and not changed:
        problems["issued_on"] = "日期没有变动，不需要更正。"
    if problems:
        raise InvalidInput(problems)
    changes: ConsultationChanges = {
        "issued_on": command.issued_on, "told_on": command.told_on,
        "delivered_on": command.delivered_on, "answered_on": command.answered_on,
    }
    rows.change(unit.connection, row["id"], changes)
    if command.issued_on is not None:
        days.put_right(case, "consultation_opened", row["id"], reason,
                       on=command.issued_on, told=command.told_on)
    if command.delivered_on is not None:
        days.put_right(
            case, "consultation_delivered", row["id"], reason, on=command.delivered_on)
    if command.answered_on is not None:
        days.put_right(case, "consultation_answered", row["id"], reason, on=command.answered_on)
    if row["opinion"] == "silent":
        _still_silent(case, row, unit.today)
    for what, before, after in changed:
        unit.record(ConsultationMended(
            number=row["number"], what=what, before=before, after=after, reason=reason), case)
    projection.settle(unit, case)


def _changed(
    command: MendConsultation, row: ConsultationRow
) -> Iterator[tuple[str, date | None, date | None]]:
    for what, before, after in (
        ("sent", row["issued_on"], command.issued_on), ("told", row["told_on"], command.told_on),
        ("delivered", row["delivered_on"], command.delivered_on),
        ("answered", row["answered_on"], command.answered_on),
    ):
        if before != after:
            yield what, before, after


def _check_days(
    problems: dict[str, str], command: MendConsultation, row: ConsultationRow, case: Case,
    today: date,
) -> None:
    """In their order, none in the future, and none that has not been entered yet but that of
    telling the applicant, which may come at any time."""
    order = (
        ("issued_on", row["issued_on"], command.issued_on, "送出"),
        ("delivered_on", row["delivered_on"], command.delivered_on, "送达"),
        ("answered_on", row["answered_on"], command.answered_on, "收到意见"),
    )
    last, of_what = case.ledger.received, "收到申请之日"
    for field, before, after, what in order:
        if before is None and after is not None:
            problems[field] = f"还没有登记{what}，请在相应的工作中登记。"
        elif after is None:
            if before is not None:
                problems[field] = f"请填写{what}的日期。"
        elif after > today:
            problems[field] = "日期不能晚于今天。"
        elif after < last:
            problems[field] = f"不能早于{of_what}，请核对。"
        else:
            last, of_what = after, f"{what}的日期"
    if command.told_on is None:
        if row["told_on"] is not None:
            problems["told_on"] = "请填写告知申请人的日期。"
    elif not case.ledger.received <= command.told_on <= today:
        problems["told_on"] = "应当在收到申请之日以后、今天以前。"
    elif row["issued_on"] is None:
        problems["told_on"] = "征求意见书还没有送出，请在送出时一并登记。"


def _still_silent(case: Case, row: ConsultationRow, today: date) -> None:
    limit = case.assessment.limits.consultations.get(str(row["id"]))
    if limit is None or today <= limit:
        raise UnlawfulAct(
            reason="按更正后的日期，答复意见的期限尚未届满，而已登记为逾期未答复，不能更正",
            article=_ARTICLE,
        )


def _taken(unit: UnitOfWork, consultation_id: int) -> tuple[ConsultationRow, Case]:
    found = rows.find(unit.connection, consultation_id)
    if found is None:
        raise NotFound()
    row = own_case(unit, found["case_id"])
    if row["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    # Locked only now: what holds is read again.
    found = rows.find(unit.connection, consultation_id)
    assert found is not None
    return found, open_cases(unit).take(row["id"], row["revision"])
