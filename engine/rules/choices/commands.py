"""Choosing where the law is silent."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import LOOKING_AFTER_ALL
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class MakeAgencyChoice(
    Command[int], permission=LOOKING_AFTER_ALL, stored_as="SetAgencySetting"
):
    """Choose for an agency what the law leaves open, for requests received from a day on.

    name: one of ``engine/statute/values/discretion.yaml``. value None: the default again. from_day:
    tomorrow at the earliest, so that no case changes. Returns the choice's id (int).
    """

    agency_id: int
    name: str
    value: str | int | bool | None
    from_day: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class CancelAgencyChoice(
    Command[None], permission=LOOKING_AFTER_ALL, stored_as="CancelAgencySetting"
):
    """Take back a choice that has not taken effect yet. Returns None."""

    choice_id: int
