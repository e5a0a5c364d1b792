"""What is asked for: subjects of the notice's eight areas, with the replies they may get.

Each file of ``matters/`` holds one area. Texts have ``{slots}``, filled when a request is
drawn: ``year``, ``year_day``, ``n``, ``batch``, ``count``, ``amount``, ``agency`` and what a
matter's own ``choose`` lists, for all agencies or by the letter code of each.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import letters
from declared.yaml_file import read
from engine.example_district.district import offices

FOLDER = Path(__file__).parent / "matters"


@dataclass(frozen=True, slots=True)
class Correction:
    """What is asked of an applicant who was not clear, and what comes back.

    ``unclear``: why the correction does not help, for the reply that says so.
    """

    items: str
    guidance: str
    corrected: str
    unclear: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One subject. ``agencies``: letter codes of whom it is asked; ``replies``: by letter kind,
    the facts only a person knows. ``asked_by_person``: no organisation would say it so."""

    area: str
    agencies: tuple[str, ...]
    subject: str
    description: str
    replies: Mapping[str, Mapping[str, Any]]
    choose: Mapping[str, Any]
    correction: Correction | None
    legal: tuple[str, str] | None   # question, opinion
    asked_by_person: bool

    def kinds(self) -> frozenset[str]:
        """The letter kinds it may be answered by, those of an unclear request among them."""
        unclear = {"still_unclear", "correction_lapsed"} if self.correction else set()
        return frozenset(self.replies) | unclear

    def slots(
        self, draw: random.Random, received: date, letter_code: str, agency: str
    ) -> dict[str, str]:
        """Values for the slots of a request that the agency received on that day."""
        latest = received.year - (1 if received.month >= 10 else 2)
        year = latest - draw.choice((0, 0, 0, 1, 2))
        return {
            "agency": agency,
            "year": str(year),
            "year_day": f"{year}年{draw.randint(3, 11)}月{draw.randint(6, 27)}日",
            "n": str(draw.randint(3, 96)),
            "batch": str(draw.randint(2, 12)),
            "count": str(draw.randint(5, 48)),
            "amount": f"{draw.uniform(26, 2600):.2f}",
            **{name: draw.choice(values[letter_code] if isinstance(values, dict) else values)
               for name, values in self.choose.items()},
        }


def fill(value: Any, slots: Mapping[str, str]) -> Any:
    """The same text, list or mapping with its slots filled."""
    if isinstance(value, str):
        return value.format_map(slots).strip()
    if isinstance(value, list | tuple):
        return [fill(each, slots) for each in value]
    return {name: fill(each, slots) for name, each in value.items()}


@cache
def all_matters() -> tuple[Matter, ...]:
    """Every matter, in the order of files and of lines."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        tree = read(path).plain()
        found += [_matter(tree["area"], each) for each in tree["matters"]]
    known = {kind for matter in found for kind in matter.kinds()}
    return (*found, *(
        _of_sample(found[0], kind) for kind in givable_replies() if kind not in known
    ))


#: Facts that only a process beside the life supplies.
_DONE_BEFORE = frozenset({"consultation", "fee_notice_number",
                          "reasons_letter_number"})


def givable_replies() -> tuple[str, ...]:
    """Every kind of reply but those for which something else must have been done before: a third
    party asked, a fee noticed, reasons asked for."""
    return tuple(
        kind.name for kind in letters.kinds().values()
        if kind.series == "reply" and not _DONE_BEFORE & set(kind.facts)
    )


def _of_sample(like: Matter, kind: str) -> Matter:
    """What a kind of reply without a matter of its own answers: the request of its sample."""
    sample = letters.sample(kind)
    typed = {fact.name for fact in letters.kinds()[kind].officer_facts}
    subject = str(sample["request_subject"])
    asked = tuple(each.letter_code for each in offices() if each.name == sample["agency_name"])
    return Matter(
        area=like.area, agencies=asked or like.agencies, subject=subject,
        description=f"申请公开{subject}。",
        replies={kind: {name: _typed(value) for name, value in sample.items() if name in typed}},
        choose={}, correction=None, legal=None, asked_by_person=False,
    )


def _typed(value: object) -> object:
    """A fact of a sample as a person types it."""
    return value.isoformat() if isinstance(value, date) else value


def _matter(area: str, tree: dict[str, Any]) -> Matter:
    correction, legal = tree.get("correction"), tree.get("legal")
    return Matter(
        area=area,
        agencies=tuple(tree["agencies"]),
        subject=tree["subject"],
        description=tree["description"],
        replies=tree["replies"],
        choose=tree.get("choose", {}),
        correction=Correction(**correction) if correction else None,
        legal=(legal["question"], legal["opinion"]) if legal else None,
        asked_by_person=tree.get("asked_by") == "person",
    )
