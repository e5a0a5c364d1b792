"""What agencies chose where the law is silent."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class AgencyChoiceMade(Event, stored_as="AgencySettingChosen"):
    """An agency's choice where the law is silent, for requests received from a day on."""

    setting_id: int
    agency_id: int
    name: str
    value: str | int | bool | None      # None: the default again
    from_day: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class AgencyChoiceCancelled(Event, stored_as="AgencySettingCancelled"):
    """A choice was taken back before its day came."""

    setting_id: int
    agency_id: int
    name: str
