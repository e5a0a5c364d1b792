"""Notices, choices, and the levels by which agencies sign."""

from datetime import date, datetime
from typing import TypedDict

from engine.store.shapes.json import JsonObject


class NoticeColumns(TypedDict):
    """What a notice says and for whom: enough to make a calendar of it."""

    agency_id: int | None
    year: int
    notice: JsonObject


class NewCalendarNoticeRow(NoticeColumns):
    """A notice that takes effect: nobody has withdrawn it."""

    source: str
    taken_effect_at: datetime
    taken_effect_by: int | None
    withdrawn_because: str


class CalendarNoticeRow(NewCalendarNoticeRow):
    """A stored notice. withdrawn_at None: it is in effect."""

    id: int
    withdrawn_at: datetime | None
    withdrawn_by: int | None


class NewAgencyChoiceRow(TypedDict):
    """A choice that is made: nobody has cancelled it."""

    agency_id: int
    name: str
    from_day: date
    value: str | int | bool | None
    basis: str
    set_at: datetime
    set_by: int | None


class AgencyChoiceRow(NewAgencyChoiceRow):
    """A stored choice. cancelled_at None: it stands."""

    id: int
    cancelled_at: datetime | None
    cancelled_by: int | None


class NewArrangementRow(TypedDict):
    """An arrangement that is made: nobody has cancelled it."""

    agency_id: int
    from_day: date
    levels: JsonObject
    days: JsonObject
    basis: str
    set_at: datetime
    set_by: int | None


class ArrangementRow(NewArrangementRow):
    """A stored arrangement. cancelled_at None: it stands."""

    id: int
    cancelled_at: datetime | None
    cancelled_by: int | None


class NewLegalAdviserRow(TypedDict):
    """Who gives an agency its legal opinions from a day on. adviser_id: the agency whose legal
    office it is, of kind ``agency``."""

    agency_id: int
    from_day: date
    kind: str
    adviser_id: int | None
    name: str
    basis: str
    set_at: datetime
    set_by: int | None


class LegalAdviserRow(NewLegalAdviserRow):
    """A stored arrangement; cancelled_at: taken back before its day came."""

    id: int
    cancelled_at: datetime | None
    cancelled_by: int | None
