"""An arrival, how it comes to be a request, and by when somebody has to act on it.

《政府信息公开条例》第三十一条：what came by ordinary post, internet or fax counts from the day when
both sides confirm; what was handed in or signed for counts from that day, and the mail room signs
for the organ.
"""

from dataclasses import dataclass
from datetime import date

from engine.errors import Refusal
from engine.rules.in_effect import in_effect
from engine.statute import Ledger, assess
from engine.statute.values import receipt
from engine.store.shapes import ArrivalCallRow, ArrivalRow
from engine.transaction.snapshot import Snapshot

#: How something comes in; e-mail and the web are the channel of the internet.
WAYS = {
    "signed_post": "邮政寄送（需签收）", "ordinary_post": "平常信函（无需签收）",
    "in_person": "当面提交", "fax": "传真", "email": "电子邮件", "web": "网站申请",
}
STATES = {
    "open": "待办", "registered": "已登记", "passed_on": "已转交", "no_request": "不是申请",
}
_INTERNET = frozenset({"email", "web"})
OPEN, REGISTERED, PASSED_ON, NO_REQUEST = STATES


class ArrivalEnded(Refusal):
    """It was registered, passed on or found to be no request before."""

    template = "这件来件已由{by}于{on}办结（{state}），不能再办理。"


class NotConfirmed(Refusal):
    """Both sides have not confirmed on the day that is to be the day of receipt."""

    template = (
        "这件来件还没有“{day}已与申请人确认”的联系记录，不能以这一天为收到日期登记。"
        "请先在来件页面补记当日的联系情况，或者核对收到日期。（依据：{article}）"
    )


def channel_of(way: str) -> str:
    """The channel of article 31 for a way."""
    return "internet" if way in _INTERNET else way


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What waits to be done. stage: confirm | register | "" (ended). by: when it becomes urgent,
    article: who says so. due_if_arrived: the due date, should the day of arrival be found to be
    that of receipt. confirmed_on: the day on which both sides confirmed, if they did."""

    stage: str
    by: date | None
    article: str
    due_if_arrived: date | None
    received_on: date | None
    confirmed_on: date | None
    remaining: int


def standing(at: Snapshot, row: ArrivalRow, confirmed: date | None) -> Standing:
    """Where an arrival stands. confirmed: the latest day of a call that confirmed it."""
    channel, arrived = channel_of(row["way"]), row["arrived_on"]
    calendar = in_effect(at).calendars.of(row["agency_id"])
    choices = in_effect(at).choices.of(row["agency_id"], arrived)
    rule = receipt.rule(channel, arrived)
    received = confirmed if rule.confirmation else arrived
    if row["state"] != OPEN:
        return Standing(stage="", by=None, article="", due_if_arrived=None, received_on=received,
                        confirmed_on=confirmed, remaining=0)
    if received is None:
        # Where the article wants it on the very day, that day; else the agency's own limit.
        by = arrived if rule.same_day else receipt.confirmation_due(
            arrived, calendar=calendar, discretion=choices)
        article = rule.article
    else:
        clock = assess(Ledger(received, channel), calendar=calendar, discretion=choices)
        by = clock.limits.correction_notice or clock.due or received    # 2007: no day of its own
        article = "《中华人民共和国政府信息公开条例》第三十条"
    due = assess(Ledger(arrived, channel), calendar=calendar, discretion=choices).due
    return Standing(
        stage="register" if received else "confirm", by=by, article=article, due_if_arrived=due,
        received_on=received, confirmed_on=confirmed, remaining=calendar.left(at.today, by),
    )


def confirmed_days(calls: list[ArrivalCallRow]) -> list[date]:
    """The days on which both sides confirmed, in the order of the calls."""
    return [call["called_on"] for call in calls if call["confirmed"]]
