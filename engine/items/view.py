"""The items of a case as its page shows them: each with its searches and what was so before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from engine.actors.permissions import own
from engine.cases.visible import visible
from engine.errors import Refusal
from engine.items import answers, policy, rows
from engine.items.commands import DivideItem, FindItem
from engine.items.item import ItemState, RequestItem, of_case
from engine.statute.values import grounds
from engine.store.shapes import TaskRow
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class SearchView:
    """A search record. replaced: a later one holds in its place."""

    id: int
    systems: str
    words: str
    period: str
    searched_by: str
    searched_on: date
    result: str
    note: str
    recorded_by: str
    replaced: bool
    replaces: int | None
    why: str


@dataclass(frozen=True, kw_only=True)
class EarlierItem:
    """How an item stood before, until when, and why it was changed."""

    description: str
    until: datetime
    by: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """One item. state: of ItemState. asks: what its finding says, by its name and words.

    letter_id: the letter by which it was answered. other_case_id: where it came from or went.
    """

    number: int
    description: str
    state: str
    ground: str
    ground_title: str
    group: str
    finding: str
    withheld: str
    withheld_ground: str
    withheld_title: str
    reason: str
    supply: str
    letter_id: int | None
    from_number: int | None
    other_case_id: int | None
    searches: tuple[SearchView, ...]
    earlier: tuple[EarlierItem, ...]


@dataclass(frozen=True, kw_only=True)
class GroundChoice:
    """What an item may be found to be. asks: names of ``answers.ASKED`` that it needs."""

    code: str
    title: str
    group: str
    asks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ItemsView:
    """The items of a case, and what this person may do with them now.

    grounds, withheld_grounds: what they may be found to be.
    """

    items: tuple[ItemView, ...]
    may_change: bool
    may_search: bool
    may_find: bool
    grounds: tuple[GroundChoice, ...] = ()
    withheld_grounds: tuple[tuple[str, str], ...] = ()


def items_view(at: Snapshot, case_id: int, tasks: Iterable[TaskRow]) -> ItemsView:
    """The items of a case that is seen. tasks: its open ones. Raises NotFound."""
    case = visible(at, case_id)
    open_tasks = list(tasks)
    here = own(at.actor).covers(case["agency_id"])
    officer = here and DivideItem.permission.allows(at.actor)
    may_find = here and FindItem.permission.allows(at.actor) and _allowed(
        at, case["status"], open_tasks)
    received = case["received_on"]
    return ItemsView(
        items=_items(at, case_id),
        may_change=officer and policy.may_change(at, case_id, case["status"], open_tasks),
        may_search=officer and case["status"] == "open", may_find=may_find,
        grounds=tuple(
            GroundChoice(code=each.code, title=each.title, group=each.group,
                         asks=answers.answers()[each.code].asks)
            for each in answers.may_be_found(received)
        ) if may_find else (),
        withheld_grounds=tuple(
            (each.code, each.title) for each in answers.withheld_grounds(received)
        ) if may_find else (),
    )


def _allowed(at: Snapshot, status: str, tasks: list[TaskRow]) -> bool:
    try:
        policy.check_may_find(at, status, tasks)
    except Refusal:
        return False
    return True


def _items(at: Snapshot, case_id: int) -> tuple[ItemView, ...]:
    known = of_case(at.connection, case_id)
    versions = rows.versions(at.connection, case_id)
    searches = rows.searches_with_names(at.connection, case_id)
    replaced = {each["replaces"] for each in searches}
    return tuple(_item(
        item, [each for each in versions if each["number"] == item.number], tuple(
            SearchView(
                id=each["id"], systems=each["systems"], words=each["words"],
                period=each["period"], searched_by=each["searched_by"],
                searched_on=each["searched_on"], result=each["result"], note=each["note"],
                recorded_by=each["recorded_by_name"] or "", replaced=each["id"] in replaced,
                replaces=each["replaces"],
                why=each["why"],
            ) for each in searches if each["number"] == item.number
        ),
    ) for item in known)


def _item(
    item: RequestItem, versions: list[rows.ItemWithName], searches: tuple[SearchView, ...]
) -> ItemView:
    row = item.row
    return ItemView(
        number=row["number"], description=row["description"],
        state=ItemState(row["state"]).value, ground=row["ground"],
        ground_title=grounds.title_of(row["ground"]) if row["ground"] else "",
        group=grounds.group_of(row["ground"]) if row["ground"] else "",
        finding=row["finding"], withheld=row["withheld"],
        withheld_ground=row["withheld_ground"],
        withheld_title=grounds.title_of(row["withheld_ground"]) if row["withheld_ground"] else "",
        reason=row["reason"], supply=row["supply"], letter_id=row["letter_id"],
        from_number=row["from_number"], other_case_id=row["other_case_id"], searches=searches,
        earlier=tuple(
            EarlierItem(description=before["description"], until=after["recorded_at"],
                        by=after["recorded_by_name"] or "", why=after["why"])
            for before, after in pairwise(versions)
            if before["description"] != after["description"]
        ),
    )
