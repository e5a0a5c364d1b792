"""What a page says of the cases that one hangs together with, and what it may be joined with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.cases.rows import cases as case_rows
from engine.cases.visible import visible
from engine.items import item
from engine.joining import rows
from engine.transaction.snapshot import Snapshot

SPLIT_OFF, MERGED = "split_off", "merged"
#: What either end of a link calls the other: (kind, whether it is the first end).
LINKS: Mapping[tuple[str, bool], str] = {
    (SPLIT_OFF, True): "本办件由以下办件的事项分立而来：",
    (SPLIT_OFF, False): "本办件有事项分立到：",
    (MERGED, True): "本办件已并入以下办件办理：",
    (MERGED, False): "并入本办件的申请：",
    ("voided", True): "本办件与以下办件重复登记，已作废：",
    ("voided", False): "与本办件重复登记、已作废的办件：",
}


@dataclass(frozen=True, kw_only=True)
class LinkView:
    """A case that this one hangs together with. due_on: its own, while it is not answered."""

    words: str
    kind: str
    case_id: int
    number: str
    due_on: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class JoiningView:
    """links: how the case hangs together with others. may_split: whether items may become a case
    of their own now. mergeable: open cases of the same applicant that it may be merged into."""

    links: tuple[LinkView, ...]
    may_split: bool
    mergeable: tuple[rows.MergeableCase, ...]


def joining_view(at: Snapshot, case_id: int, may_change: bool) -> JoiningView:
    """For a case that is seen. may_change: whether this person may change its items now."""
    row = visible(at, case_id)
    waiting = item.still_open(item.of_case(at.connection, case_id)) if may_change else ()
    return JoiningView(
        links=tuple(
            LinkView(
                words=LINKS[link["kind"], link["case_id"] == case_id], kind=link["kind"],
                case_id=link["other_case_id"] if link["case_id"] == case_id else link["case_id"],
                number=link["number"], reason=link["reason"],
                due_on=link["due_on"] if link["status"] in ("open", "merged") else None,
            ) for link in rows.links(at.connection, case_id)
        ),
        may_split=len(waiting) > 1,
        mergeable=tuple(rows.mergeable(
            at.connection, case_id, row["agency_id"],
            case_rows.find_applicant(at.connection, row["applicant_id"]),
        )) if may_change else (),
    )
