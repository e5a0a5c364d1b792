"""An item as it holds, and how one version takes the place of another.

《政府信息公开条例》第三十六条：对政府信息公开申请，行政机关根据下列情况分别作出答复. A request may
ask for several things; each is found out, decided and answered by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from engine.cases.case import Case
from engine.items import rows
from engine.items.events import ItemsAnswered, ItemsReopened
from engine.processes.executable import ExecutableProcess
from engine.statute.values import outcome
from engine.store import Connection
from engine.store.shapes import ItemRow, SearchRecordRow
from engine.transaction.unit_of_work import UnitOfWork

MOST_ITEMS, MOST_DESCRIBED = 99, 500     # of a case; characters of one
REMAINING = "items/remaining"   # by which a diagram asks what is left
SEARCH_RESULTS: Mapping[str, str] = {
    "not_found": "没有找到", "found": "找到", "partly_found": "找到一部分",
}


class ItemState(StrEnum):
    """What has become of an item."""

    OPEN = "open"
    ANSWERED = "answered"
    SPLIT_OFF = "split_off"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a state
        """What pages call it."""
        return _TITLES[self]


_TITLES = {
    ItemState.OPEN: "待答复",
    ItemState.ANSWERED: "已答复",
    ItemState.SPLIT_OFF: "已转入另一办件",
    ItemState.WITHDRAWN: "申请人已撤回",
}


@dataclass(frozen=True, slots=True)
class RequestItem:
    """An item as it holds, with the search records that hold for it."""

    row: ItemRow
    searches: tuple[SearchRecordRow, ...] = ()

    @property
    def number(self) -> int:
        """Its number within the case, from 1."""
        return self.row["number"]

    @property
    def open(self) -> bool:
        """Whether it still has to be answered."""
        return self.row["state"] == ItemState.OPEN

    @property
    def ground(self) -> str:
        """As what it is found, or was answered: a code of the statute; "" before."""
        return self.row["ground"]


def of_case(connection: Connection, case_id: int) -> tuple[RequestItem, ...]:
    """The items of a case as they hold, by number."""
    searches = rows.searches(connection, case_id)
    replaced = {each["replaces"] for each in searches}
    return tuple(
        RequestItem(row, tuple(
            each for each in searches
            if each["number"] == row["number"] and each["id"] not in replaced
        )) for row in rows.holding(connection, case_id)
    )


def still_open(items: Iterable[RequestItem]) -> tuple[RequestItem, ...]:
    """Those that still have to be answered."""
    return tuple(each for each in items if each.open)


def answered_by(items: Iterable[RequestItem], ground: str) -> tuple[RequestItem, ...]:
    """The items that a letter of one kind of reply would answer: those found so; all that are
    open where nothing is found of any of them yet."""
    waiting = still_open(items)
    if not any(each.ground for each in waiting):
        return waiting
    return tuple(each for each in waiting if each.ground == ground)


def found(items: Iterable[RequestItem]) -> tuple[RequestItem, ...]:
    """The open items of which it is found what they are: those of a reply item by item."""
    return tuple(each for each in still_open(items) if each.ground)


def searched(items: Iterable[RequestItem]) -> tuple[SearchRecordRow, ...]:
    """For each of these items the latest search that found nothing."""
    return tuple(
        nothing[-1] for each in items
        if (nothing := [record for record in each.searches if record["result"] == "not_found"])
    )


def ground_of_case(
    items: Iterable[RequestItem], leads: str, *, now: Iterable[RequestItem] = (), as_: str = ""
) -> str:
    """The ground under which the whole case counts, as far as its items are answered.

    now: items that a letter of the ground ``as_`` is about to answer. leads: ``leading_item`` of
    the discretion.
    """
    numbers = {each.number for each in now}
    return outcome.of_items([
        each.ground or as_ for each in items
        if each.number in numbers or each.row["state"] == ItemState.ANSWERED
    ], leads)


def answers_in_turns(process: ExecutableProcess) -> bool:
    """Whether a case of this release may be answered by several letters: its diagrams ask what is
    left (``items/remaining``). Where none does, the one reply answers every open item."""
    return any(
        REMAINING in follows for definition in process.release.definitions.values()
        for follows in definition.followed_by.values()
    )


def begin(
    unit: UnitOfWork, case_id: int, descriptions: Sequence[str], *, why: str = "",
    other_case_id: int | None = None, first: int = 1,
) -> None:
    """The items of a case that asks for these things, numbered from ``first``."""
    rows.add(unit.connection, [
        new(case_id, first + place, description, unit.now, unit.actor.person_id, why=why,
            other_case_id=other_case_id)
        for place, description in enumerate(descriptions)
    ])


def new(
    case_id: int, number: int, description: str, at: datetime, by: int | None, *, why: str = "",
    from_number: int | None = None, other_case_id: int | None = None,
) -> ItemRow:
    """The first version of an item."""
    return {
        "case_id": case_id, "number": number, "version": 1, "description": description,
        "state": ItemState.OPEN.value, "ground": "", "finding": "", "withheld": "",
        "withheld_ground": "", "reason": "", "supply": "", "letter_id": None,
        "from_number": from_number, "other_case_id": other_case_id, "why": why,
        "recorded_at": at, "recorded_by": by,
    }


def supersede(unit: UnitOfWork, item: RequestItem, **changes: Any) -> None:
    """Another version of an item holds from now on; the earlier one stays."""
    row = {
        **item.row, "why": "", "recorded_by": unit.actor.person_id, **changes,
        "version": item.row["version"] + 1, "recorded_at": unit.now,
    }
    rows.add(unit.connection, [cast("ItemRow", row)])


def answer(
    unit: UnitOfWork, case: Case, letter_id: int, answered: Iterable[RequestItem], ground: str
) -> None:
    """A reply was issued: these items are answered by it, each as it was found, else as the
    letter's kind says (``ground``)."""
    known = list(answered)
    for each in known:
        supersede(unit, each, state=ItemState.ANSWERED.value, letter_id=letter_id,
                  ground=each.ground or ground)
    if case.row["item_count"] > 1:      # of one item the letter's own event says it
        unit.record(ItemsAnswered(
            letter_id=letter_id, numbers=tuple(each.number for each in known)), case)


def reopen(unit: UnitOfWork, case: Case, letter_id: int, why: str) -> None:
    """A letter counts no more (recalled, annulled): what it answered is to be answered anew."""
    known = [each for each in of_case(unit.connection, case.id)
             if each.row["letter_id"] == letter_id and each.row["state"] == ItemState.ANSWERED]
    for each in known:
        # Nobody writes anything of it by that: who did is told by the record.
        supersede(unit, each, state=ItemState.OPEN.value, letter_id=None, why=why,
                  recorded_by=None)
    if known:
        unit.record(ItemsReopened(
            letter_id=letter_id, numbers=tuple(each.number for each in known)), case)


def open_anew(unit: UnitOfWork, case: Case, why: str) -> None:
    """What was answered is to be answered anew, and found out anew: what was found of it before
    stays in its earlier versions."""
    answered = [each for each in of_case(unit.connection, case.id)
                if each.row["state"] == ItemState.ANSWERED]
    for each in answered:
        supersede(unit, each, state=ItemState.OPEN.value, letter_id=None, why=why,
                  recorded_by=None, ground="", finding="", withheld="", withheld_ground="",
                  reason="", supply="")
    for letter_id in dict.fromkeys(each.row["letter_id"] for each in answered):
        if letter_id is not None:
            unit.record(ItemsReopened(letter_id=letter_id, numbers=tuple(
                each.number for each in answered if each.row["letter_id"] == letter_id
            )), case)


def count_anew(unit: UnitOfWork, case: Case) -> None:
    """How many items the case has, for the register: those that went elsewhere are not its own."""
    case.set(item_count=sum(
        each["state"] != ItemState.SPLIT_OFF for each in rows.holding(unit.connection, case.id)
    ))
