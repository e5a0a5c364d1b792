"""Article 31: by ordinary post, internet and fax the day of confirmation counts; a late one shows.

March 2026: the 2nd is a Monday, the 6th a Friday. The agency's own limit is a working day.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.statute import Discretion, Ledger, WorkingDays, assess
from engine.statute.clock import deadline
from engine.statute.values import receipt

CALENDAR = WorkingDays.load()


def late(channel: str, arrived: date, confirmed: date, **chosen: Any) -> list[str]:
    """What is remarked about the confirmation."""
    answer = assess(
        Ledger(confirmed, channel, arrived=arrived), calendar=CALENDAR,
        discretion=Discretion(**chosen),
    )
    return [each.message for each in answer.findings if each.code == "confirmation_late"]


@pytest.mark.parametrize("channel", ["ordinary_post", "internet", "fax"])
def test_a_confirmation_after_the_limit_is_said_with_arrival_limit_and_day(channel: str) -> None:
    assert late(channel, date(2026, 3, 6), date(2026, 3, 9)) == [], "Friday to Monday is in time"
    (said,) = late(channel, date(2026, 3, 6), date(2026, 3, 10))
    for day in ("2026年3月6日到达", "至迟应于2026年3月9日", "实际于2026年3月10日确认"):
        assert day in said


@pytest.mark.parametrize("channel", ["in_person", "signed_post", "pigeon"])
def test_where_no_confirmation_is_asked_none_is_late(channel: str) -> None:
    assert late(channel, date(2026, 3, 2), date(2026, 3, 20)) == []


def test_the_agency_says_how_long_it_may_take() -> None:
    days = (date(2026, 3, 6), date(2026, 3, 11))
    assert late("fax", *days)
    assert not late("fax", *days, confirmation_alarm_days=3)


@pytest.mark.parametrize(("channel", "confirmed"), [
    ("fax", date(2014, 3, 10)), ("fax", date(2017, 3, 10)), ("fax", date(2026, 3, 10)),
    ("internet", date(2026, 3, 10)),
])
def test_where_the_article_sets_no_limit_none_is_cited(channel: str, confirmed: date) -> None:
    """Item 3 only says which day counts: how long confirming may take is the agency's rule."""
    ledger = Ledger(confirmed, channel, arrived=confirmed.replace(day=2))
    (finding,) = assess(ledger, calendar=CALENDAR).findings
    assert (finding.article, finding.effect) == ("本机关规定的确认期限", "flagged")
    assert "至迟应于" in finding.message


@pytest.mark.parametrize("submitted", [date(2014, 1, 27), date(2018, 3, 5), date(2019, 5, 13)])
def test_before_the_regulation_of_2019_a_web_request_is_received_when_the_system_takes_it(
    submitted: date,
) -> None:
    """Guiding Case 26: routing within the agency is no reason to count from a later day."""
    later = submitted + timedelta(days=1)
    same_day = Ledger(submitted, "internet", arrived=submitted)
    assert assess(same_day, calendar=CALENDAR).findings == ()
    (finding,) = assess(Ledger(later, "internet", arrived=submitted), calendar=CALENDAR).findings
    assert (finding.code, finding.effect) == ("received_after_arrival", "flagged")
    assert "指导案例26号" in finding.article
    assert "系统确认" in finding.message
    rule = receipt.rule("internet", submitted)
    assert (rule.confirmation, rule.day) == (False, "系统确认提交成功之日")


def test_from_2019_on_both_sides_confirm_a_web_request() -> None:
    rule = receipt.rule("internet", date(2019, 5, 15))
    assert (rule.confirmation, rule.day) == (True, "双方确认之日")


def said(arrived: date, confirmed: date) -> list[tuple[str, str]]:
    """Codes and articles about a letter by ordinary mail."""
    answer = assess(Ledger(confirmed, "ordinary_post", arrived=arrived), calendar=CALENDAR)
    return [(each.code, each.article) for each in answer.findings]


def test_ordinary_mail_is_confirmed_on_the_same_day_and_only_an_allowance_is_the_agencys() -> None:
    """Art. 31 item 2: on the day of arrival; a next working day is a patience of the agency's."""
    article = "《中华人民共和国政府信息公开条例》第三十一条第二项"
    assert said(date(2026, 3, 5), date(2026, 3, 5)) == []
    same_day = ("confirmation_not_same_day", article)
    assert said(date(2026, 3, 5), date(2026, 3, 6)) == [same_day]
    assert said(date(2026, 3, 5), date(2026, 3, 9)) == [
        same_day, ("confirmation_late", "本机关规定的确认期限")]
    assert said(date(2017, 3, 9), date(2017, 3, 10)) == [], "before 2019 nothing said the same day"


def test_no_date_depends_on_the_arrival_and_without_it_nothing_is_said() -> None:
    asked = {"received": "2026-03-10", "channel": "internet"}
    plain = deadline.answer(asked)
    told = deadline.answer({**asked, "arrived": "2026-03-02"})
    assert plain["findings"] == []
    assert [finding["code"] for finding in told["findings"]] == ["confirmation_late"]
    assert {**told, "findings": []} == plain


def test_nothing_arrives_after_it_was_received() -> None:
    with pytest.raises(deadline.MalformedLedger, match="/arrived"):
        deadline.answer({"received": "2026-03-10", "channel": "fax", "arrived": "2026-03-11"})


def test_a_ledger_keeps_its_arrival() -> None:
    ledger = Ledger(date(2026, 3, 10), "fax", arrived=date(2026, 3, 2))
    assert Ledger.from_json(ledger.to_json()) == ledger
