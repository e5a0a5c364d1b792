"""Notices on working days taken up or taken back."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class CalendarNoticeImported(Event):
    """A notice took effect. ``digest``: SHA-256 of the text it was read from.

    ``agency_id``: the only agency that it concerns; None when it concerns all.
    """

    notice_id: int
    agency_id: int | None = None
    year: int
    title: str
    url: str
    digest: str
    calendar_version: str


@dataclass(frozen=True, kw_only=True)
class CalendarNoticeWithdrawn(Event):
    """A wrong import was taken out of effect."""

    notice_id: int
    year: int
    reason: str
    calendar_version: str
