"""What an agency decides where the law is silent."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.views.people import AgencyRef


@dataclass(frozen=True, kw_only=True)
class SettingChange:
    """An agency's choice from a day on. label "": the default again.

    state: in_effect | coming | past | cancelled
    """

    id: int
    from_day: date
    state: str
    label: str
    basis: str
    set_at: datetime
    set_by: str
    cancelled_at: datetime | None
    cancelled_by: str


@dataclass(frozen=True, kw_only=True)
class SettingView:
    """One matter that the law leaves open, as it stands for requests received today.

    own: whether the agency chose it, since when. source: the agency's act, or that of the default.
    choices: none for a number up to ``most``. closed: it concerns only receipts until ``until``.
    """

    name: str
    title: str
    value: str
    label: str
    own: bool
    since: date | None
    source: str
    default: str
    choices: tuple[tuple[str, str], ...]
    most: int
    closed: bool
    until: date | None
    coming: tuple[SettingChange, ...]
    history: tuple[SettingChange, ...]


@dataclass(frozen=True, kw_only=True)
class SettingsView:
    """All of them for one agency. first_day: the earliest day for a change."""

    agency: AgencyRef
    agencies: tuple[AgencyRef, ...]
    first_day: date
    settings: tuple[SettingView, ...]
