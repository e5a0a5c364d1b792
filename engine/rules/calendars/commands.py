"""Taking up and taking back holiday notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.actors.permissions import LOOKING_AFTER_ALL
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class ImportHolidayNotice(
    Command[int], permission=LOOKING_AFTER_ALL, stored_as="ImportNotice"
):
    """Take up a notice on the working days; in effect for every case at once. Returns its id (int).

    ``text`` is read as it was pasted; ``published`` where it bears no date. ``notice`` instead
    of a text to be read: one as ``engine.statute.Notice.to_json`` gives it.
    """

    text: str
    url: str = ""
    published: date | None = None
    notice: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class AddLocalDays(Command[int], permission=LOOKING_AFTER_ALL):
    """Take up days off that an agency, or its local government, set by a document of its own.

    agency_id None: for every agency. off: a line for each holiday (name, first day, last day);
    worked: a line for each make-up day. Returns the notice's id (int).
    """

    agency_id: int | None
    title: str
    document: str               # its number, under which it is cited
    published: date
    off: str
    worked: str = ""


@dataclass(frozen=True, kw_only=True)
class WithdrawHolidayNotice(
    Command[None], permission=LOOKING_AFTER_ALL, stored_as="WithdrawNotice"
):
    """Take a wrong import out of effect. Returns None."""

    notice_id: int
    reason: str
