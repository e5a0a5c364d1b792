"""A letter states nothing that the ledger contradicts, and its facts are refused where they are
typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert

import letters
from engine import (
    CompleteTask,
    InvalidInput,
    LetterEditor,
    LetterEditorOf,
    LetterFactsRefused,
    LetterNotReady,
    Role,
    TaskFormOf,
    UnlawfulAct,
)
from engine.correspondence.facts import LAST_DAYS
from engine.store.tables import clock_entries
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    EXTENDED,
    EXTENSION_ASKED,
    LAPSE_CONFIRMED,
    LAPSED,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    Step,
    Sweep,
    accepted,
    concluded,
    day,
    reviewed,
    served,
    signed,
    submitted,
)

UNCLEAR = {"kind": "still_unclear", "facts": {"reason": "补正后仍没有写明年度。"}}
CORRECTED_AND_ACCEPTED = (
    CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED, CORRECTED, accepted(day(3, 11)))


@pytest.fixture
def database_kind() -> str:
    """Nothing here is a matter of SQL: one kind of database is enough."""
    return "sqlite"


def editor(office: Office, case_id: int, letter: Mapping[str, Any] | None = None) -> LetterEditor:
    return office.engine.ask(
        LetterEditorOf(case_id=case_id, letter=letter or {}), office.people[Role.HANDLER])


def text(office: Office, case_id: int) -> str:
    return "".join(words for _, words in office.case(case_id).letters[-1].paragraphs)

NOT_FOUND_SECRET = (
    "没有所申请的信息属于国家秘密的认定。请保密审查员在“保密审查”中逐项认定并登记密件索引，"
    "或者报保密行政管理部门、有关主管部门确定")
NOT_ASKED = "没有书面征求过第三方的意见，不能以损害第三方合法权益为由不予公开"
NOT_WANTED = "没有要求过申请人说明理由，不能以大量反复申请不予处理"
NOT_CHARGED = "没有通知过申请人缴费，不能以逾期不缴费答复"
NOT_SEARCHED = "答复信息不存在，应当经过检索：请先在“事项”中登记结果为“没有找到”的检索记录"


def test_what_the_ledger_contradicts_is_neither_offered_nor_taken(office: Office) -> None:
    """Corrected in time: no lapse. Nothing corrected: nothing is still unclear. The reason is
    told."""
    plain = office.register()
    office.take(plain, accepted(day(3, 3)))
    assert dict(editor(office, plain).not_now) == {
        "不予公开告知书（国家秘密）": NOT_FOUND_SECRET,
        "不予公开告知书（第三方权益）": NOT_ASKED, "信息不存在告知书": NOT_SEARCHED,
        "补正后仍不明确告知书": "没有登记收到补正的申请，不能以补正后仍不明确答复",
        "逾期不补正不再处理告知书": "没有通知过申请人补正，不能以逾期不补正答复",
        "逾期未缴费不再处理告知书": NOT_CHARGED, "大量反复申请不予处理告知书": NOT_WANTED,
    }
    corrected = office.register()
    office.play(corrected, CORRECTED_AND_ACCEPTED)
    offered = editor(office, corrected)
    assert dict(offered.not_now) == {
        "不予公开告知书（国家秘密）": NOT_FOUND_SECRET,
        "不予公开告知书（第三方权益）": NOT_ASKED, "信息不存在告知书": NOT_SEARCHED,
        "逾期不补正不再处理告知书": "申请人已于2026年3月10日补正，不能以逾期不补正答复",
        "逾期未缴费不再处理告知书": NOT_CHARGED, "大量反复申请不予处理告知书": NOT_WANTED,
    }
    for case_id, letter, why in (
        (plain, UNCLEAR, "没有登记收到补正"), (plain, LAPSED, "没有通知过"),
        (corrected, LAPSED, "已于2026年3月10日补正"),
    ):
        kinds = {kind.kind for kind in editor(office, case_id).kinds}
        assert letter["kind"] not in kinds
        with pytest.raises(LetterNotReady, match=why):
            office.take(case_id, submitted(day(3, 12), letter))
    office.play(corrected, concluded(12, UNCLEAR))
    assert office.case(corrected).letter_title == "补正后仍不明确告知书"


def test_after_the_applicants_period_the_lapse_is_offered_and_nothing_unclear(
    office: Office
) -> None:
    case_id = office.register()
    office.play(case_id, [
        CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED, Sweep(day(3, 31)), LAPSE_CONFIRMED])
    offered = editor(office, case_id)
    kinds = {kind.kind for kind in offered.kinds}
    assert "correction_lapsed" in kinds
    assert "still_unclear" not in kinds
    assert [title for title, _ in offered.not_now] == [
        "不予公开告知书（国家秘密）", "不予公开告知书（第三方权益）", "信息不存在告知书",
        "补正后仍不明确告知书", "大量反复申请不予处理告知书", "逾期未缴费不再处理告知书"]


def test_a_lapse_is_not_signed_once_the_correction_is_known(office: Office) -> None:
    """Reviewed as lapsed; then the ledger tells that the correction had come on 18 March."""
    case_id = office.register()
    office.play(case_id, [CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED,
                          Sweep(day(3, 31)), LAPSE_CONFIRMED, submitted(day(4, 7), LAPSED),
                          reviewed(day(4, 7))])
    with office.engine.database.write() as connection:
        connection.execute(insert(clock_entries), {
            "case_id": case_id, "seq": 3,     # asked for, and its notice served
            "entry": {"type": "correction_received", "on": "2026-03-18"},
            "recorded_at": office.clock(), "recorded_by": None})
    office.restart()
    with pytest.raises(LetterNotReady, match="申请人已于2026年3月18日补正"):
        office.take(case_id, signed(day(4, 8)))
    assert [letter.kind for letter in office.case(case_id).letters if letter.number] == [
        "acknowledgement", "correction_notice"]


def test_a_rules_fact_that_is_posted_opens_no_kind(office: Office) -> None:
    """Third parties are asked in a process of their own; nobody types that they were silent."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    forged = {"kind": "refused_third_party", "facts": {
        "interest": "privacy", "consultation": "silent", "reason": "涉及个人隐私。"}}
    assert "refused_third_party" not in {kind.kind for kind in editor(office, case_id).kinds}
    with pytest.raises(LetterNotReady):
        office.take(case_id, submitted(day(3, 4), forged))
    early = office.register()
    office.take(early, accepted(day(3, 4)))
    forged = {"kind": "correction_lapsed", "facts": {
        "notice_on": "2026-02-10", "notice_number": "周财公开函〔2026〕1号",
        "notice_served_on": "2026-02-12", "correction_due_on": "2026-02-27"}}
    with pytest.raises(LetterNotReady):
        office.take(early, submitted(day(3, 5), forged))


def test_letters_quote_the_request_as_it_was_corrected(office: Office) -> None:
    case_id = office.register()
    corrected = Step(CORRECTED.on, CORRECTED.element, CORRECTED.by, {
        **CORRECTED.values, "corrected_description": "2025年度临时救助名册。\n只要人数和金额。"})
    office.play(case_id, [CORRECTION_NEEDED, NOTICE_WRITTEN])
    assert "申请公开“2025年度部门决算”" in text(office, case_id)
    office.play(case_id, [corrected, accepted(day(3, 11)), submitted(day(3, 12), DISCLOSED)])
    told = text(office, case_id)
    assert "经补正，申请公开“2025年度临时救助名册；只要人数和金额”" in told
    assert "2025年度部门决算”" not in told
    office.play(case_id, [reviewed(day(3, 12)), signed(day(3, 13))])
    assert "经补正，申请公开“2025年度临时救助名册；只要人数和金额”" in text(office, case_id)


def test_an_extension_letter_says_that_its_dates_are_provisional(office: Office) -> None:
    """Received on Monday 2026-11-30, due on Monday 28 December; ten working days more reach
    2027, of which no notice is known: 12 January, for New Year's Day rests by law."""
    office.clock.go_to(date(2026, 11, 30))
    case_id = office.register()
    office.play(case_id, [
        accepted(date(2026, 12, 1)),
        Step(date(2026, 12, 15), "draft_reply", Role.HANDLER, EXTENSION_ASKED.values),
        Step(date(2026, 12, 16), "approve_extension", Role.OFFICE_HEAD, EXTENDED.values),
    ])
    told = text(office, case_id)
    assert "原至2026年12月28日届满" in told
    assert "至2027年1月12日届满" in told
    assert "因2027年放假安排尚未公布，上述届满之日为暂定" in told


def test_every_letter_that_names_a_last_day_can_say_that_it_is_provisional() -> None:
    for kind in letters.kinds().values():
        assert not set(LAST_DAYS) & set(kind.facts) or "due_on_note" in kind.facts, kind.name


@pytest.mark.parametrize(("reason", "why"), [
    ("数" * 201, "延期理由不能超过200个字，现有201个字。"),
    ("所需信息\u200b较多", "延期理由第5字是不能印出的"),
])
def test_what_a_letter_cannot_hold_is_refused_to_whom_typed_it(
    office: Office, reason: str, why: str
) -> None:
    """The head who grants the extension could not mend a word of the handler's reason."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    asked = Step(day(3, 16), "draft_reply", Role.HANDLER,
                 {**EXTENSION_ASKED.values, "extension_reason": reason})
    with pytest.raises(InvalidInput) as refused:
        office.take(case_id, asked)
    assert list(refused.value.problems) == ["extension_reason"]
    assert refused.value.problems["extension_reason"].startswith(why)
    form = office.engine.ask(
        TaskFormOf(task_id=office.task(case_id, "draft_reply").id), office.people[Role.HANDLER])
    assert {each.name: each.max for each in form.fields}["extension_reason"] == 200
    office.take(case_id, submitted(day(3, 16), DISCLOSED))      # and keeps nobody from replying


@pytest.mark.parametrize(("values", "field"), [
    ({"items": "请写明年度。\n" + "长" * 301}, "items"),
    ({"items": "\n".join(f"第{n}项" for n in range(31))}, "items"),
    ({"items": "请写明\u202e年度。"}, "items"),
    ({"items": "请写明年度。", "guidance": "可以\u200b查阅目录。"}, "guidance"),
])
def test_a_correction_notice_is_refused_at_the_field(
    office: Office, values: dict[str, str], field: str
) -> None:
    case_id = office.register()
    office.take(case_id, CORRECTION_NEEDED)
    with pytest.raises(InvalidInput) as refused:
        office.take(case_id, Step(day(3, 4), "write_correction_notice", Role.INTAKE_OFFICER,
                                  {**NOTICE_WRITTEN.values, **values}))
    assert list(refused.value.problems) == [field]


def test_a_correction_that_no_letter_could_quote_is_refused_at_the_field(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [CORRECTION_NEEDED, NOTICE_WRITTEN])
    values = {**CORRECTED.values, "corrected_description": "救助\u200b名册"}
    with pytest.raises(InvalidInput) as refused:
        office.take(case_id, Step(CORRECTED.on, CORRECTED.element, CORRECTED.by, values))
    assert list(refused.value.problems) == ["corrected_description"]


@pytest.mark.parametrize(("facts", "wrong"), [
    ({"supply_way": "邮" * 201}, "supply_way"),
    ({"supply_way": "随本告知书\u200b邮寄"}, "supply_way"),
    ({"disclosed_content": "甲\u202e乙"}, "disclosed_content"),
    ({"attachments": ["名" * 81]}, "attachments"),
])
def test_a_fact_of_the_reply_is_refused_by_its_name(
    office: Office, facts: dict[str, Any], wrong: str
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    typed = {**DISCLOSED["facts"], **facts}  # type: ignore[dict-item]
    with pytest.raises(LetterFactsRefused) as refused:
        office.take(case_id, submitted(day(3, 4), {"kind": "disclosed", "facts": typed}))
    assert list(refused.value.problems) == [wrong]


def test_the_extension_is_foreseen_with_the_days_that_are_typed(office: Office) -> None:
    """Due on Monday 30 March: five working days more is 7 April (the 6th is a holiday)."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    task_id = office.task(case_id, "draft_reply").id
    for typed, due in (({}, day(4, 28)), ({"extension_days": "5"}, day(4, 7)),
                       ({"extension_days": " 10"}, day(4, 14))):
        form = office.engine.ask(
            TaskFormOf(task_id=task_id, typed=typed), office.people[Role.HANDLER])
        choice = next(each for each in form.choices if each.value == "extend")
        assert (choice.due_if_done, choice.provisional_if_done) == (due, False)
    office.take(case_id, EXTENSION_ASKED)
    form = office.engine.ask(
        TaskFormOf(task_id=office.task(case_id, "approve_extension").id,
                   typed={"working_days": "5"}), office.people[Role.OFFICE_HEAD])
    assert form.choices[0].due_if_done == day(4, 7)


def test_a_correction_is_foreseen_from_the_day_that_is_typed(office: Office) -> None:
    """Handed in on Tuesday 17 March it is due on 15 April; today, the 18th, on 16 April."""
    case_id = office.register()
    office.play(case_id, [CORRECTION_NEEDED, NOTICE_WRITTEN])
    office.clock.go_to(day(3, 18))
    task_id = office.task(case_id, "receive_correction").id
    officer = office.people[Role.INTAKE_OFFICER]
    for typed, due in (({}, day(4, 16)), ({"corrected_on": "2026-03-17"}, day(4, 15)),
                       ({"corrected_on": "2027-03-17"}, day(4, 16)),
                       ({"corrected_on": "no day"}, day(4, 16))):
        choice, _ = office.engine.ask(TaskFormOf(task_id=task_id, typed=typed), officer).choices
        assert (choice.due_if_done, choice.follows) == (due, "corrected_on")


def test_the_engine_refuses_what_the_form_greys_out(office: Office) -> None:
    """Due on Monday 30 March and not examined: from the 31st no correction can be asked for."""
    case_id = office.register()
    office.clock.go_to(day(3, 31))
    task = office.task(case_id, "examine_request")
    officer = office.people[Role.INTAKE_OFFICER]
    shown = office.engine.ask(TaskFormOf(task_id=task.id), officer)
    greyed = {choice.value for choice in shown.choices if choice.not_now}
    assert greyed == {"needs_correction"}
    with pytest.raises(UnlawfulAct, match="答复期限已于2026年3月30日届满"):
        office.engine.handle(CompleteTask(task_id=task.id, values={
            "examination": "needs_correction", "note": "没有写明年度"}), officer)
    assert office.open_steps(case_id) == ["examine_request"]
    office.take(case_id, accepted(day(3, 31)))


def test_a_reply_is_not_served_before_it_was_signed(office: Office) -> None:
    """No article says so, and none is cited: it is a slip of the field."""
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED),
                          reviewed(day(3, 5)), signed(day(3, 6))])
    step = served(day(3, 9))
    values = {**step.values, "served_on": "2026-03-05"}
    with pytest.raises(InvalidInput) as refused:
        office.take(case_id, Step(step.on, step.element, step.by, values))
    assert list(refused.value.problems) == ["served_on"]
