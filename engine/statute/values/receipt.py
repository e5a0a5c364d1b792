"""The day of receipt, by channel (第三十一条), and the confirmation it may need."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from declared.yaml_file import Item, read
from engine.statute.calendar.working_days import WorkingDays
from engine.statute.values.discretion import Discretion, default_discretion
from engine.statute.values.parameters import NotInForce

FILE = Path(__file__).parent / "channels.yaml"


class UnknownChannel(ValueError):
    """A channel that article 31 does not know (message in Chinese)."""

    def __init__(self, channel: str) -> None:
        labels = "、".join(channel.label for channel in channels().values())
        super().__init__(f"没有“{channel}”这种收到渠道，请从下列渠道中选择：{labels}")


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """What one channel makes of the day of receipt, in Chinese.

    day: what that day is called. counts: which day counts. record: what to keep as evidence.
    confirmation: whether it is the day of confirming with the applicant, so that an unconfirmed
    request does not run. same_day: the article itself wants it on the day of arrival; else any
    limit is the agency's.
    """

    channel: str
    label: str
    day: str
    confirmation: bool
    counts: str
    record: str
    article: str
    same_day: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel with its rules by date."""

    code: str
    label: str
    rules: tuple[tuple[date, ReceiptRule], ...]


@cache
def channels() -> dict[str, Channel]:
    """Every channel by its code, in the order of the form."""
    return {code: _channel(code, item) for code, item in read(FILE).pairs()}


def channel_labels() -> dict[str, str]:
    """What each channel is called, by its code."""
    return {code: channel.label for code, channel in channels().items()}


def rule(channel: str, on: date) -> ReceiptRule:
    """The rule of ``channel`` on a day. Raises UnknownChannel, NotInForce."""
    if channel not in channels():
        raise UnknownChannel(channel)
    held = [entry for since, entry in channels()[channel].rules if since <= on]
    if not held:
        raise NotInForce(f"{channels()[channel].label}在{on}尚无规定")
    return held[-1]


def confirmation_due(
    arrived: date, *, calendar: WorkingDays, discretion: Discretion | None = None
) -> date:
    """The last day to confirm with the applicant before the alarm is raised."""
    days = (discretion or default_discretion()).confirmation_alarm_days
    return calendar.add(arrived, days)


def _channel(code: str, item: Item) -> Channel:
    row = item.table("label day confirmation values")
    label, day, confirmation = row["label"].text(), row["day"].text(), row["confirmation"].flag()
    rules: list[tuple[date, ReceiptRule]] = []
    for entry in row["values"].list():
        dated = entry.table("from counts record article", "same_day day confirmation")
        since = dated["from"].day()
        if rules and since <= rules[-1][0]:
            raise dated["from"].refuse(f"{since}应当晚于上一项的{rules[-1][0]}，请改正")
        made = ReceiptRule(
            code,
            label,
            dated["day"].text() if "day" in dated else day,
            dated["confirmation"].flag() if "confirmation" in dated else confirmation,
            dated["counts"].text(),
            dated["record"].text(),
            dated["article"].text(),
            "same_day" in dated and dated["same_day"].flag(),
        )
        rules.append((since, made))
    if not rules:
        raise item.refuse("没有写任何值，请补上")
    return Channel(code, label, tuple(rules))
