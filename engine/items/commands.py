"""Acts on the items of a case, beside the steps of its process."""

from dataclasses import dataclass, field
from datetime import date

from engine.actors.permissions import CASE_OFFICERS, holders
from engine.actors.roles import Role
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class DivideItem(Command[None], permission=CASE_OFFICERS):
    """Make several items of one, as long as no reply is issued. parts: what each asks for; the
    first keeps the number. A single part words the item anew. Returns None."""

    case_id: int
    number: int
    parts: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class AddItem(Command[int], permission=CASE_OFFICERS):
    """Enter one thing more that the applicant asks for, as a correction brings it. Returns its
    number (int)."""

    case_id: int
    description: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WithdrawItem(Command[None], permission=CASE_OFFICERS):
    """The applicant no longer asks for one of several items. Returns None."""

    case_id: int
    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecordSearch(Command[int], permission=CASE_OFFICERS):
    """Keep what was searched for an item (《条例》第三十六条第四项：经检索). Returns its id (int).

    result: not_found | found | partly_found. replaces: the id of a record that was mistyped, which
    stays and holds no more; then ``why`` says what was wrong.
    """

    case_id: int
    number: int
    systems: str
    words: str
    period: str
    searched_by: str
    searched_on: date
    result: str
    note: str = ""
    replaces: int | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class FindItem(Command[None], permission=holders(Role.HANDLER)):
    """Say what an item is found to be while its reply is drafted. An empty ground takes it back.

    ground: a code of the statute; which of the others it needs stands in ``answers.yaml``.
    Returns None.
    """

    case_id: int
    number: int
    ground: str
    finding: str = field(default="", repr=False)
    withheld: str = field(default="", repr=False)
    withheld_ground: str = ""
    reason: str = field(default="", repr=False)
    supply: str = ""
