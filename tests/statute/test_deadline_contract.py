"""``gongkai deadline``: JSON in, JSON out; what cannot be read is named by its JSON pointer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.statute import Ledger, MalformedLedger, WorkingDays
from engine.statute.clock import deadline

ROOT = Path(__file__).parents[2]
EXAMPLE: dict[str, Any] = {
    "received": "2025-12-15",
    "channel": "signed_post",
    "events": [
        {"type": "consultation_opened", "on": "2025-12-22", "id": "A", "party": "third_party"},
        {"type": "consultation_delivered", "on": "2025-12-24", "id": "A"},
        {"type": "consultation_answered", "on": "2026-01-08", "id": "A"},
    ],
    "settings": {"suspension_starts": "issued"},
}


def with_event(**event: Any) -> dict[str, Any]:
    return {**EXAMPLE, "events": [*EXAMPLE["events"], event]}


def with_setting(**choice: Any) -> dict[str, Any]:
    return {**EXAMPLE, "settings": choice}


def test_the_answer_has_the_keys_of_the_contract() -> None:
    answer = deadline.answer(EXAMPLE)
    assert {key: answer[key] for key in ("rule_set", "due", "provisional", "warning_due")} == {
        "rule_set": "2019",
        "due": "2026-01-29",
        "provisional": False,
        "warning_due": "2026-01-27",
    }
    assert answer["limits"] == {
        "correction_notice": "2025-12-24",
        "consultations": {"A": "2026-01-15"},
        "fee_payment": None,
        "correction_received": None,
    }
    assert (answer["lapsed"], answer["on_time"], answer["findings"]) == (None, None, [])
    assert "days" not in answer
    assert json.loads(json.dumps(answer)) == answer


def test_the_proof_holds_every_day_from_receipt_to_the_due_date() -> None:
    days = deadline.answer(EXAMPLE, proof=True)["days"]
    assert (days[0]["day"], days[0]["kind"], days[0]["ordinal"]) == ("2025-12-15", "start", 0)
    assert (days[-1]["day"], days[-1]["ordinal"]) == ("2026-01-29", 20)
    assert len(days) == 46
    excluded = [d["day"] for d in days if d["kind"] == "excluded"]
    assert (len(excluded), excluded[0], excluded[-1]) == (12, "2025-12-23", "2026-01-08")
    assert all("第三十三条第三款" in d["article"] for d in days if d["kind"] == "excluded")


def test_the_sentence_carries_every_number_that_leads_to_the_date() -> None:
    sentence = deadline.answer(EXAMPLE)["explanation"]
    for part in (
        "2025年12月15日收到申请",
        "20个工作日",
        "12个工作日",
        "2026年1月29日（星期四）届满",
    ):
        assert part in sentence


def test_the_text_is_the_same_proof_for_people() -> None:
    page = deadline.text(EXAMPLE)
    assert "2026-01-04 星期日 不计" in page
    assert "2026-01-29 星期四 计算 第20日" in page
    assert "2026年1月27日" in page  # the warning date
    assert "gov.cn" in page


def test_the_text_says_what_the_agency_decided_where_the_law_is_silent_and_the_date_depends_on_it(
) -> None:
    page = deadline.text({**EXAMPLE, "settings": {"suspension_starts": "delivered"}})
    assert "征求意见期间自何日起不计算：征求意见书送达之日" in page.splitlines()
    plain = deadline.text({"received": "2025-12-15", "channel": "signed_post"})
    assert "由机关规定的事项" not in plain


def test_the_text_says_what_was_registered_and_under_which_rules() -> None:
    reply = {"type": "replied", "on": "2026-01-28", "service": "post", "served": "2026-01-30"}
    page = deadline.text({**EXAMPLE, "events": [*EXAMPLE["events"], reply]})
    for line in (
        "适用《中华人民共和国政府信息公开条例》（国务院令第711号）",
        "2025年12月15日（星期一） 收到申请：邮政寄送（需签收），以行政机关签收之日为收到申请之日"
        "（《中华人民共和国政府信息公开条例》第三十一条第二项）",
        "2025年12月22日（星期一） 发出征求意见书（A，第三方）",
        "2026年1月8日（星期四） 收到意见（A）",
        "2026年1月28日（星期三） 答复（邮政企业寄送，2026年1月30日送达）",
        "告知申请人补正：至2025年12月24日（星期三）",
        "第三方（A）提出意见：至2026年1月15日（星期四）",
    ):
        assert line in page.splitlines()
    assert page.splitlines()[0] == "答复期限计算说明"
    assert f"工作日历版本：{WorkingDays.load().version}" in page


def test_the_text_of_an_unknown_channel_and_of_every_act_can_be_written() -> None:
    page = deadline.text(
        {
            "received": "2026-04-08",
            "channel": "pigeon",
            "events": [
                {"type": "reasons_requested", "on": "2026-04-09"},
                {"type": "reasons_given", "on": "2026-04-13"},
                {"type": "extended", "on": "2026-04-14", "working_days": 5},
                {"type": "deferred", "on": "2026-04-15", "until": "2026-07-31"},
                {"type": "fee_noticed", "on": "2026-04-28", "issued": "2026-04-27"},
            ],
        }
    )
    assert "2026年4月8日（星期三） 收到申请" in page.splitlines()
    assert "2026年4月14日（星期二） 延长答复（5个工作日）" in page
    assert "确定延迟答复（期限至2026年7月31日）" in page
    assert "收费通知（2026年4月27日发出，2026年4月28日送达）" in page
    assert "申请人缴费：至2026年5月28日（星期四）" in page


def test_an_unknown_channel_is_a_finding() -> None:
    answer = deadline.answer({"received": "2026-04-20", "channel": "pigeon"})
    assert [finding["code"] for finding in answer["findings"]] == ["unknown_channel"]
    assert set(answer["findings"][0]) == {"code", "message", "article"}


@pytest.mark.parametrize(
    ("obj", "pointer"),
    [
        ([], ""),
        ("2026-04-20", ""),
        (None, ""),
        ({}, "/received"),
        ({"received": "2026-04-20"}, "/channel"),
        ({"received": 20260420, "channel": "fax"}, "/received"),
        ({"received": "20260420", "channel": "fax"}, "/received"),
        ({"received": "2026-02-30", "channel": "fax"}, "/received"),
        ({"received": "2026-04-20T00:00:00", "channel": "fax"}, "/received"),
        ({"received": "２０２６-04-20", "channel": "fax"}, "/received"),
        ({"received": "2008-04-30", "channel": "fax"}, "/received"),
        ({"received": "2006-04-30", "channel": "fax"}, "/received"),
        ({"received": "9999-12-31", "channel": "fax"}, "/received"),
        ({"received": "2026-04-20", "channel": 7}, "/channel"),
        ({"received": "2026-04-20", "channel": ""}, "/channel"),
        ({"received": "2026-04-20", "channel": "fax", "a/b~c": 1}, "/a~1b~0c"),
        ({"received": "2026-04-20", "channel": "fax", "events": {}}, "/events"),
        ({"received": "2026-04-20", "channel": "fax", "events": None}, "/events"),
        ({"received": "2026-04-20", "channel": "fax", "events": [1]}, "/events/0"),
        ({"received": "2026-04-20", "channel": "fax", "events": [{}] * 1001}, "/events"),
        (with_event(on="2026-01-09"), "/events/3/type"),
        (with_event(type="exploded", on="2026-01-09"), "/events/3/type"),
        (with_event(type="extended", working_days=5), "/events/3/on"),
        (with_event(type="extended", on="2026-01-09"), "/events/3/working_days"),
        (with_event(type="extended", on="2026-01-09", working_days=-5), "/events/3/working_days"),
        (with_event(type="extended", on="2026-01-09", working_days=0), "/events/3/working_days"),
        (with_event(type="extended", on="2026-01-09", working_days=2.5), "/events/3/working_days"),
        (with_event(type="extended", on="2026-01-09", working_days=True), "/events/3/working_days"),
        (with_event(type="extended", on="2026-01-09", working_days="5"), "/events/3/working_days"),
        (with_event(type="extended", on="2026-01-09", days=5), "/events/3/days"),
        (with_event(type="consultation_opened", on="2026-01-09", party="co_maker"), "/events/3/id"),
        (with_event(type="consultation_opened", on="2026-01-09", id="B"), "/events/3/party"),
        (with_event(type="consultation_answered", on="2026-01-09", id=1), "/events/3/id"),
        (with_event(type="replied", on="2026-01-09", service="dove"), "/events/3/service"),
        (with_event(type="replied", on="2026-01-09", served="soon"), "/events/3/served"),
        ({**EXAMPLE, "settings": []}, "/settings"),
        ({**EXAMPLE, "settings": {"colour": 1}}, "/settings/colour"),
        (with_setting(suspension_starts="never"), "/settings/suspension_starts"),
        (with_setting(suspension_starts=["issued"]), "/settings/suspension_starts"),
        (with_setting(correction_period_days=0), "/settings/correction_period_days"),
        (with_setting(correction_period_days="x"), "/settings/correction_period_days"),
        (with_setting(determination_excluded=1), "/settings/determination_excluded"),
        ({**EXAMPLE, "today": "tomorrow"}, "/today"),
        ({"received": "2026-04-20", "channel": "\ud800"}, "/channel"),
        ({"received": "2026-04-20", "channel": "fax", "\ud800": 1}, "/\\ud800"),
        (with_event(type="\udfff", on="2026-01-09"), "/events/3/type"),
        (with_event(type="consultation_answered", on="2026-01-09", id="\udc80"), "/events/3/id"),
        (with_event(type="consultation_answered", on="2026-01-09", id="A\x1b[2J"), "/events/3/id"),
        (with_setting(**{"\ud800": 1}), "/settings/\\ud800"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place(obj: object, pointer: str) -> None:
    with pytest.raises(MalformedLedger) as caught:
        deadline.answer(obj)
    assert caught.value.pointer == pointer
    assert caught.value.message


@pytest.mark.parametrize(
    "source",
    ["", "{", "[" * 100_000, '{"received": NaN}', '{"received": 1, "received": 2}', b"\xff\xfe{"],
)
def test_what_is_no_json_is_refused_without_a_traceback(source: str | bytes) -> None:
    with pytest.raises(MalformedLedger):
        deadline.answer(deadline.read(source))


@pytest.mark.parametrize(
    ("source", "pointer"),
    [
        ('{"received": "2026-04-20", "received": "2026-04-21", "channel": "fax"}', "/received"),
        ('{"events": [{}, {"type": "withdrawn", "on": 1, "on": 2}]}', "/events/1/on"),
        ('{"settings": {"a/b": 1, "a/b": 2}}', "/settings/a~1b"),
        ('{"events": [{"on": 1, "on": 2}], "events": []}', "/events"),
        ('{"received": NaN, "channel": "fax"}', "/received"),
        (
            '{"received": "2026-04-20", "channel": "fax", "events": '
            '[{"type": "extended", "on": "2026-04-22", "working_days": Infinity}]}',
            "/events/0/working_days",
        ),
    ],
)
def test_what_is_written_twice_or_is_no_number_is_named_by_its_place(
    source: str, pointer: str
) -> None:
    with pytest.raises(MalformedLedger) as caught:
        deadline.answer(deadline.read(source))
    assert caught.value.pointer == pointer


def test_a_missing_party_is_said_to_be_missing() -> None:
    with pytest.raises(MalformedLedger) as caught:
        deadline.answer(with_event(type="consultation_opened", on="2026-01-09", id="B"))
    assert caught.value.message == "缺少这一项"


@pytest.mark.parametrize("days", [0, -1, 1.5, 1001, 10**30])
def test_a_refused_number_of_days_is_told_what_it_may_be(days: object) -> None:
    with pytest.raises(MalformedLedger) as caught:
        deadline.answer(with_event(type="extended", on="2026-01-09", working_days=days))
    assert caught.value.message == "应当为1至1000的整数（工作日）"


def test_every_answer_can_be_written_as_utf8() -> None:
    """A character that is only half there, in a value or in a name, spoils no later line."""
    good = json.dumps(EXAMPLE)
    bad = [
        '{"channel": "fax", "received": "2026-04-20", "\\ud800": 1}',
        '{"\\udfff": 1, "\\udfff": 2}',
        good.replace("signed_post", "\\ud800"),
        good.replace('"A"', '"\\ud800"'),
    ]
    answers = list(deadline.lines([*bad, good]))
    assert ["error" in answer for answer in answers] == [True, True, True, True, False]
    for answer in answers:
        json.dumps(answer, ensure_ascii=False).encode()


def test_lines_are_answered_in_order_and_a_malformed_one_in_its_place() -> None:
    good = json.dumps(EXAMPLE)
    answers = list(deadline.lines([good, "{", "\n", '{"received": "x"}', good]))
    assert [answer.get("due") for answer in answers] == ["2026-01-29", None, None, "2026-01-29"]
    pointers = [answer.get("error", {}).get("pointer") for answer in answers]
    assert pointers == [None, "", "/received", None]


def test_a_ledger_survives_the_way_to_json_and_back() -> None:
    ledger = Ledger.from_json(EXAMPLE)
    assert Ledger.from_json(ledger.to_json()) == ledger


def test_today_only_lets_a_lapse_show() -> None:
    facts = {
        "received": "2026-04-08",
        "channel": "in_person",
        "events": [{"type": "fee_noticed", "on": "2026-04-28"}],
    }
    assert deadline.answer(facts)["lapsed"] is None
    answer = deadline.answer({**facts, "today": "2026-05-29"})
    assert (answer["lapsed"], answer["state"]) == ("FEE-X", "lapsed")
    assert answer["limits"]["fee_payment"] == "2026-05-28"


def test_the_contract_loads_no_web_no_process_library_and_no_database() -> None:
    program = (
        "import sys; import engine.statute.clock.deadline as d; import engine.statute; "
        "d.answer({'received': '2026-04-20', 'channel': 'fax'}); "
        "print('\\n'.join(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "yaml" in loaded
    assert not loaded & {"flask", "SpiffWorkflow", "sqlalchemy", "lxml", "docx", "click", "letters"}


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"])
def test_the_servers_time_zone_changes_nothing(zone: str) -> None:
    program = (
        "import json, sys, engine.statute.clock.deadline as d; "
        "print(json.dumps(d.answer(json.load(sys.stdin), proof=True), sort_keys=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": zone},
        input=json.dumps(EXAMPLE),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == deadline.answer(EXAMPLE, proof=True)
