"""The clock ledger: what happened to a request and when. The only input of the clock.

JSON form (the contract of ``gongkai deadline``)::

    {"received": "2025-12-15", "channel": "signed_post",
     "events": [{"type": "extended", "on": "2025-12-30", "working_days": 20}]}
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine.statute.calendar.working_days import FIRST_DAY, LAST_DAY
from engine.statute.clock.acts import reopenings
from engine.statute.values.findings import EVENT_NAMES
from engine.statute.values.rule_sets import PARTIES
from engine.statute.values.ways_of_service import ways_of_service

TYPES = tuple(EVENT_NAMES)
FORMER_NAMES = {"reasons_received": "reasons_given"}
LONGEST = 1000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LAST_INPUT = date(LAST_DAY.year - 5, 12, 31)


class MalformedLedger(ValueError):
    """The input is not a ledger. ``pointer`` is the JSON pointer (RFC 6901) of the place."""

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(f"{pointer or '/'}：{message}")
        self.pointer = pointer
        self.message = message


def pointer(place: str, key: str) -> str:
    """The JSON pointer of ``key`` in the object at ``place``, in characters that can be written."""
    escaped = key.replace("~", "~0").replace("/", "~1")
    return f"{place}/{escaped.encode('utf-8', 'backslashreplace').decode('utf-8')}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    type: one of :data:`TYPES`. on: the day it happened; of a notice the day it was issued. id,
    party: the consultation it belongs to. working_days: length of an extension, or of the period
    set for a correction. service: way of service of a reply. served: the day a reply, a correction
    notice, the notice of an extension or of a fee reached the applicant. awaiting_service: such a
    notice went out and is not known to have arrived; where neither is said, nobody kept service
    apart, and the day ``on`` stands for both. issued: the day a fee notice went out, where ``on``
    is the day it arrived. until: the day to which a reply is deferred (article 35). told: the day
    on which the applicant was told of a consultation. term, unit, by: how long the reply may take
    that a decision or judgment orders, in which of the units, and which of the two it was.
    """

    type: str
    on: date
    id: str = ""
    party: str = ""
    working_days: int | None = None
    service: str = ""
    served: date | None = None
    awaiting_service: bool = False
    issued: date | None = None
    until: date | None = None
    told: date | None = None
    term: int | None = None
    unit: str = ""
    by: str = ""

    @property
    def arrived(self) -> date | None:
        """The day it reached the applicant; None while that is awaited."""
        return self.served or (None if self.awaiting_service else self.on)

    @property
    def served_too_early(self) -> bool:
        """Whether it is said to have arrived before it was issued."""
        return self.served is not None and self.served < self.on

    def to_json(self) -> dict[str, Any]:
        """The JSON form of one event."""
        found: dict[str, Any] = {}
        for key in _KEYS:
            value = getattr(self, key)
            if value not in ("", None, False):
                found[key] = value.isoformat() if isinstance(value, date) else value
        return found


@dataclass(frozen=True, slots=True)
class Ledger:
    """Receipt and everything since. ``received`` is the day article 31 makes of the channel.

    ``arrived``: the day the request reached the agency, where it is known. No date depends on it.
    """

    received: date
    channel: str
    entries: tuple[Entry, ...] = ()
    arrived: date | None = None

    def with_entry(self, entry: Entry) -> "Ledger":
        """The ledger as it would be after one more thing has happened."""
        return replace(self, entries=(*self.entries, entry))

    @classmethod
    def from_json(cls, obj: object) -> "Ledger":
        """Read a ledger; MalformedLedger names the place that cannot be read."""
        table = _table(obj, "", (
            "received", "channel", "events", "settings", "today", "arrived"))
        received = read_day(table, "received", "")
        arrived = read_day(table, "arrived", "") if "arrived" in table else None
        if arrived is not None and arrived > received:
            raise MalformedLedger("/arrived", f"到达日期{arrived}晚于收到申请之日")
        channel = _text(table, "channel", "")
        events = table.get("events", [])
        if not isinstance(events, list):
            raise MalformedLedger("/events", "应当为数组")
        if len(events) > LONGEST:
            raise MalformedLedger("/events", f"事项超过{LONGEST}项")
        return cls(
            received, channel, tuple(_entry(e, f"/events/{n}") for n, e in enumerate(events)),
            arrived,
        )

    def to_json(self) -> dict[str, Any]:
        """The JSON form; ``from_json(to_json())`` gives the same ledger."""
        found: dict[str, Any] = {
            "received": self.received.isoformat(),
            "channel": self.channel,
            "events": [entry.to_json() for entry in self.entries],
        }
        if self.arrived is not None:
            found["arrived"] = self.arrived.isoformat()
        return found


_KEYS = (
    "type", "on", "id", "party", "working_days", "service", "served", "awaiting_service", "issued",
    "until", "told", "term", "unit", "by",
)
_NEEDED = {
    "extended": ("working_days",), "deferred": ("until",), "consultation_opened": ("party",),
    "reopened": ("term", "unit", "by"),
}


def _entry(obj: object, place: str) -> Entry:
    table = _table(obj, place, _KEYS)
    kind = _text(table, "type", place)
    kind = FORMER_NAMES.get(kind, kind)
    if kind not in TYPES:
        raise MalformedLedger(f"{place}/type", f"没有“{kind}”这种事项")
    entry = Entry(
        type=kind,
        on=read_day(table, "on", place),
        id=_text(table, "id", place) if "id" in table else "",
        party=_text(table, "party", place) if "party" in table else "",
        working_days=_number(table, "working_days", place) if "working_days" in table else None,
        service=_text(table, "service", place) if "service" in table else "",
        served=read_day(table, "served", place) if "served" in table else None,
        awaiting_service="awaiting_service" in table and _flag(table, "awaiting_service", place),
        issued=read_day(table, "issued", place) if "issued" in table else None,
        until=read_day(table, "until", place) if "until" in table else None,
        told=read_day(table, "told", place) if "told" in table else None,
        term=_number(table, "term", place) if "term" in table else None,
        unit=_text(table, "unit", place) if "unit" in table else "",
        by=_text(table, "by", place) if "by" in table else "",
    )
    if kind.startswith("consultation_") and not entry.id:
        raise MalformedLedger(f"{place}/id", "缺少征求意见的编号")
    for needed in _NEEDED.get(kind, ()):
        if needed not in table:
            raise MalformedLedger(f"{place}/{needed}", "缺少这一项")
    if kind == "consultation_opened":
        _one_of(entry.party, PARTIES, f"{place}/party")
    if entry.service:
        _one_of(entry.service, ways_of_service(), f"{place}/service")
    if kind == "reopened":
        _one_of(entry.unit, reopenings.UNITS, f"{place}/unit")
        _one_of(entry.by, reopenings.titles(), f"{place}/by")
    return entry


def _one_of(value: str, known: Collection[str], place: str) -> None:
    if value not in known:
        raise MalformedLedger(place, f"只能为{'、'.join(known)}")


def _table(obj: object, place: str, known: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(obj, dict):
        raise MalformedLedger(place, "应当为对象（{…}）")
    for key in obj:
        if key not in known:
            raise MalformedLedger(pointer(place, key), "没有这一项")
    return obj


def _text(table: Mapping[str, object], key: str, place: str) -> str:
    value = table.get(key)
    if key not in table:
        raise MalformedLedger(f"{place}/{key}", "缺少这一项")
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise MalformedLedger(f"{place}/{key}", "应当为1至200个字的文字")
    if _UNPRINTABLE.search(value):
        raise MalformedLedger(f"{place}/{key}", "含有无法显示的字符")
    return value


def read_day(table: Mapping[str, object], key: str, place: str) -> date:
    """The date under ``key``; MalformedLedger names the place when there is none."""
    if key not in table:
        raise MalformedLedger(f"{place}/{key}", "缺少这一日期")
    value = table[key]
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise MalformedLedger(f"{place}/{key}", "应当为“年-月-日”（如 2026-04-08）的日期")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise MalformedLedger(f"{place}/{key}", f"没有{value}这一天") from None
    if not FIRST_DAY <= day <= _LAST_INPUT:
        raise MalformedLedger(f"{place}/{key}", f"{value}没有工作日历")
    return day


def _flag(table: Mapping[str, object], key: str, place: str) -> bool:
    value = table[key]
    if not isinstance(value, bool):
        raise MalformedLedger(f"{place}/{key}", "应当为true或者false")
    return value


def _number(table: Mapping[str, object], key: str, place: str) -> int:
    value = table[key]
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST:
        unit = "（工作日）" if key == "working_days" else ""
        raise MalformedLedger(f"{place}/{key}", f"应当为1至{LONGEST}的整数{unit}")
    return value
