"""Entering a proceeding, noting its hearings, putting right what was entered."""

from collections.abc import Iterator
from datetime import date

from declared.characters import check_line, check_text
from engine.cases.act import Act
from engine.cases.case import Case
from engine.cases.glance.status import CaseStatus
from engine.cases.open_cases import open_cases
from engine.cases.process import moving, projection
from engine.cases.visible import own_case
from engine.errors import InvalidInput, NotFound, UnlawfulAct
from engine.people.changes.facts import agency_on
from engine.record.event import digest_of
from engine.remedies import reopening, rows
from engine.remedies.commands import EnterRemedy, MendRemedy, MendTerm, NoteHearing
from engine.remedies.events import (
    HearingNoted,
    RemedyEntered,
    RemedyFactMended,
    RemedyMended,
    TermMended,
)
from engine.remedies.policy import ARTICLE, BEGINS, check_may_enter
from engine.remedies.remedy import (
    PROCEDURES,
    REMEDY_OUTCOMES,
    RemedyState,
    about,
    calendar_for,
)
from engine.statute.proceedings import remedy_cases
from engine.store.shapes import RemedyRow
from engine.transaction.unit_of_work import UnitOfWork

_MOST_NOTED = 500


def enter_remedy(command: EnterRemedy, unit: UnitOfWork) -> int:
    row = own_case(unit, command.case_id, only_look=True)
    case = open_cases(unit).take(command.case_id, row["revision"])
    check_may_enter(unit, row, case.life.process)
    found = rows.of_case(unit.connection, case.id)
    problems: dict[str, str] = {}
    kind = remedy_cases.remedy_kinds().get(command.kind)
    if kind is None:
        problems["kind"] = "请选择行政复议或者行政诉讼。"
    elif command.procedure not in kind.answer:
        problems["procedure"] = (
            "请选择适用的程序。" if command.procedure not in PROCEDURES
            else "行政诉讼的答辩期限不因简易程序缩短，请选择普通程序。"
        )
    case_number = check_line(problems, "case_number", command.case_number, "案号", 100)
    body = check_line(problems, "body", command.body, "复议机关或者法院", 120, needed=False)
    _check_received(problems, command.received_on, case, unit.today)
    if kind is not None and not body:
        body = str(agency_on(unit.connection, row["agency_id"], command.received_on)[
            "court" if kind.body == "court" else "reconsideration_organ"])
    if any(each["kind"] == command.kind and each["case_number"] == case_number for each in found):
        problems["case_number"] = "这个案号已经登记过，不需要再登记。"
    if problems:
        raise InvalidInput(problems)
    number = len(found) + 1
    remedy_id = rows.add(unit.connection, {
        "case_id": case.id, "number": number, "kind": command.kind,
        "procedure": command.procedure, "body": body, "case_number": case_number,
        "received_on": command.received_on, "state": RemedyState.TO_ANSWER.value,
        "entered_by": unit.actor.person_id, "entered_at": unit.now, "answered_on": None,
        "answer_number": "", "hearings": [], "outcome": "", "outcome_note": "",
        "decided_on": None, "decision_number": "", "decision_received_on": None,
        "decided_by": None, "decided_at": None, "term": None, "term_unit": "",
        "counted_from": "", "term_from": None,
    })
    unit.record(RemedyEntered(
        number=number, kind=command.kind, procedure=command.procedure,
        received_on=command.received_on, legal_date=remedy_cases.last_day_to_answer(
            command.kind, command.procedure, command.received_on, calendar_for(unit, row)),
    ), case)
    moving.begin_beside(Act(unit, case), BEGINS, remedy_id, about(command.kind, number))
    return remedy_id


def note_hearing(command: NoteHearing, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.remedy_id)
    problems: dict[str, str] = {}
    check_text(problems, "note", command.note, "事项", _MOST_NOTED, needed=True)
    note = command.note.strip()
    if command.on < row["received_on"]:
        problems["on"] = "不能早于收到副本的日期，请核对。"
    if problems:
        raise InvalidInput(problems)
    rows.change(unit.connection, row["id"], {
        "hearings": [*row["hearings"], {"on": command.on.isoformat(), "note": note}],
    })
    unit.record(HearingNoted(
        number=row["number"], on=command.on, note_digest=digest_of(note)), case)


def mend_remedy(command: MendRemedy, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.remedy_id)
    problems: dict[str, str] = {}
    reason = check_line(problems, "reason", command.reason, "更正理由", 200)
    case_number = check_line(problems, "case_number", command.case_number, "案号", 100)
    _check_days(problems, command, row, case, unit.today)
    if bool(command.outcome) != bool(row["outcome"]) or (
        command.outcome and command.outcome not in REMEDY_OUTCOMES
    ):
        problems["outcome"] = (
            "请选择结果。" if row["outcome"] else "还没有登记结果，请在相应的工作中登记。")
    if row["term"] is not None:
        _rests_on_it(problems, command, row)
    if any(
        each["id"] != row["id"] and each["kind"] == row["kind"]
        and each["case_number"] == case_number
        for each in rows.of_case(unit.connection, case.id)
    ):
        problems["case_number"] = "这个案号已经登记过。"
    changed = [*_changed_days(command, row)]
    facts = [(name, was, holds) for name, was, holds in (
        ("case_number", row["case_number"], case_number),
        ("outcome", row["outcome"], command.outcome),
    ) if was != holds]
    if not problems and not changed and not facts:
        problems["received_on"] = "没有变动，不需要更正。"
    if problems:
        raise InvalidInput(problems)
    rows.change(unit.connection, row["id"], {
        "case_number": case_number, "received_on": command.received_on,
        "answered_on": command.answered_on, "outcome": command.outcome,
        "decided_on": command.decided_on, "decision_received_on": command.decision_received_on,
    })
    for what, before, after in changed:
        unit.record(RemedyMended(
            number=row["number"], what=what, before=before, after=after, reason=reason), case)
    for what, was, holds in facts:
        unit.record(RemedyFactMended(
            number=row["number"], what=what, was=was, holds=holds, reason=reason), case)
    projection.settle(unit, case)


def mend_term(command: MendTerm, unit: UnitOfWork) -> None:
    row, case = _taken(unit, command.remedy_id)
    if row["term"] is None or row["term_from"] is None:
        raise UnlawfulAct(reason="还没有登记责令的期限，请在相应的工作中登记", article=ARTICLE)
    if case.row["status"] == CaseStatus.ARCHIVED:
        raise UnlawfulAct(reason="重新办理已经归档，期限不能再更正", article=ARTICLE)
    right = reopening.Term(
        days=command.term, unit=command.unit, counted_from=command.counted_from,
        since=command.since,
    )
    received = row["decision_received_on"]
    if right.counted_from == "receipt":     # the day of receipt is put right with it
        received = right.since
    problems = reopening.problems_of(
        right, {**row, "decision_received_on": received}, unit.today)
    reason = check_line(problems, "reason", command.reason, "更正理由", 200)
    held = reopening.Term(
        days=row["term"], unit=row["term_unit"], counted_from=row["counted_from"],
        since=row["term_from"],
    )
    if not problems and right == held:
        problems["term"] = "没有变动，不需要更正。"
    if problems:
        raise InvalidInput(problems)
    rows.change(unit.connection, row["id"], {
        "term": right.days, "term_unit": right.unit, "counted_from": right.counted_from,
        "term_from": right.since, "decision_received_on": received,
    })
    reopening.put_right(case, row, right, reason)
    unit.record(TermMended(
        number=row["number"], term_before=held.days, unit_before=held.unit, before=held.since,
        term=right.days, unit=right.unit, on=right.since, due_on=case.assessment.due,
        reason=reason,
    ), case)
    projection.settle(unit, case)


def _changed_days(
    command: MendRemedy, row: RemedyRow
) -> Iterator[tuple[str, date | None, date | None]]:
    for what, before, after in (
        ("received", row["received_on"], command.received_on),
        ("answered", row["answered_on"], command.answered_on),
        ("decided", row["decided_on"], command.decided_on),
        ("decision_received", row["decision_received_on"], command.decision_received_on),
    ):
        if before != after:
            yield what, before, after


def _rests_on_it(problems: dict[str, str], command: MendRemedy, row: RemedyRow) -> None:
    """The case is handled anew by this very outcome, and its term counts from these days."""
    if command.outcome != row["outcome"]:
        problems["outcome"] = "办件已经按这个结果重新办理，结果不能再改。"
    received = command.decision_received_on
    if row["counted_from"] == "receipt" and received != row["decision_received_on"]:
        problems["decision_received_on"] = "责令的期限从这一天起算，请在“更正期限”中一并更正。"


def _check_received(problems: dict[str, str], on: date, case: Case, today: date) -> None:
    if on > today:
        problems["received_on"] = "日期不能晚于今天。"
    elif on < case.ledger.received:
        problems["received_on"] = "不能早于收到申请之日，请核对。"


def _check_days(
    problems: dict[str, str], command: MendRemedy, row: RemedyRow, case: Case, today: date
) -> None:
    """In their order, none in the future, none taken away, and none that has not happened yet but
    the receipt of a decision that is there."""
    _check_received(problems, command.received_on, case, today)
    last, of_what = command.received_on, "收到副本的日期"
    for field, before, after, what, late in (
        ("answered_on", row["answered_on"], command.answered_on, "提交答复、答辩", False),
        ("decided_on", row["decided_on"], command.decided_on, "结果作出", False),
        ("decision_received_on", row["decision_received_on"], command.decision_received_on,
         "收到结果", bool(row["outcome"])),
    ):
        if before is None and after is not None and not late:
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


def _taken(unit: UnitOfWork, remedy_id: int) -> tuple[RemedyRow, Case]:
    found = rows.find(unit.connection, remedy_id)
    if found is None:
        raise NotFound()
    row = own_case(unit, found["case_id"])
    # Locked only now: what holds is read again.
    found = rows.find(unit.connection, remedy_id)
    assert found is not None
    return found, open_cases(unit).take(row["id"], row["revision"])
