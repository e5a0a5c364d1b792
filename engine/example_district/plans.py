"""Draws what will be asked in the district, by whom, and when each step is taken.

Nothing here touches an engine: a plan is a list of acts with their office minutes. The same
seed and the same present day give the same plans.
"""

import random
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from declared.yaml_file import read
from engine.actors.roles import Role
from engine.example_district.applicants import everybody
from engine.example_district.district import Office, offices
from engine.example_district.journeys import Journey, beside, finished, unfinished
from engine.example_district.matters import Matter, all_matters, fill, givable_replies
from engine.example_district.office_hours import A_DAY, OfficeHours
from engine.registration.commands import Applicant
from engine.statute import WorkingDays
from engine.statute.calendar.zone import local_day

_FILE = Path(__file__).with_name("situations.yaml")
_OPEN_SHARE = 0.24
_FEWEST_OPEN = 14
YEARS = 2
_HEADS = frozenset({Role.SECTION_HEAD, Role.OFFICE_HEAD, Role.PRINCIPAL})   # one of each

# Replies that a request at work may be heading for.
_USUAL = ("disclosed", "disclosed", "already_public", "partly_disclosed", "not_held",
          "not_responsible", "needs_processing", "refused_process_information")


@dataclass(slots=True, kw_only=True)
class Plan:
    """One request. ``acts``: (office minute, what is done), in order; ``earlier``: the request
    that this one repeats; ``people``: sign-in name by role."""

    number: int
    matter: Matter
    slots: dict[str, str]
    office: Office
    applicant: Applicant
    kind: str
    channel: str
    arrived_on: date
    received_on: date
    form_of_supply: str
    way_of_supply: str
    people: dict[Role, str]
    acts: tuple[tuple[int, str], ...]
    extended: int
    remark: int                 # which of several wordings the officers of this case use
    earlier: "Plan | None" = None
    to: str = ""                # letter code of the agency that takes it over
    case_id: int = field(default=0, init=False)
    transfer_id: int = field(default=0, init=False)
    decided_on: str = field(default="", init=False)

    @property
    def subject(self) -> str:
        """What the request is about, in the register's words."""
        return str(fill(self.matter.subject, self.slots))

    @property
    def description(self) -> str:
        """What the applicant asks for, in his own words."""
        return str(fill(self.matter.description, self.slots))


def draw_plans(
    seed: int, requests: int, now: datetime, steps: Collection[str] = ()
) -> tuple[OfficeHours, list[Plan]]:
    """Plans for so many requests, seen from the present moment ``now``. steps: those of the
    release; what needs others is left out."""
    calendar = WorkingDays.load()
    hours = OfficeHours(calendar, local_day(now) - timedelta(days=366 * (YEARS + 1)))
    return hours, _Drawing(seed, hours, now).plans(requests, steps)


class _Drawing:
    """One drawing lot after another from one seed."""

    def __init__(self, seed: int, hours: OfficeHours, now: datetime) -> None:
        self.draw = random.Random(f"district {seed}")  # noqa: S311 - examples, not secrets
        self.hours, self.present = hours, hours.last_before(now)
        self.today = hours.opening(local_day(now))
        self.tree: dict[str, Any] = read(_FILE).plain()
        self.everybody = everybody(seed)
        self.used: Counter[str] = Counter()       # how often a matter or an office was drawn
        self.subjects: set[tuple[str, str]] = set()
        self.drawn: list[Plan] = []

    def plans(self, requests: int, steps: Collection[str]) -> list[Plan]:
        situations = self.tree["open"]
        at_work = min(requests, len(situations), max(_FEWEST_OPEN, round(requests * _OPEN_SHARE)))
        shares = dict.fromkeys(givable_replies(), 1) | self.tree["finished"]
        around = self._around(steps, min(requests // 3, requests - at_work - len(shares) - 2))
        kinds = _quotas(shares, requests - at_work - len(around))
        # What repeats an earlier request comes last: by then there is one to repeat.
        self.draw.shuffle(kinds)
        kinds.sort(key=lambda kind: kind == "repeated_request")
        for kind in kinds:
            self._finished(kind)
        for situation in situations[:at_work]:
            self._unfinished(situation)
        for row in around:
            self._beside(row)
        return self.drawn

    def _around(self, steps: Collection[str], most: int) -> list[dict[str, Any]]:
        """What stands beside the life in this release; a small example has no room for it."""
        rows = [row for step, found in self.tree["beside"].items() if step in steps
                for row in found]
        return rows[:max(most, 0)]

    def _finished(self, kind: str) -> None:
        draw = self.draw
        earlier = self._to_be_repeated() if kind == "repeated_request" else None
        matter = earlier.matter if earlier else self._matter(kind, draw.random() < 0.07)
        journey = finished(draw, kind, _legal_needed(draw, matter, kind), matter.correction)
        first = self.hours.opening(_years_back(self.hours.day(self.present), YEARS))
        last = self.present - journey.length
        if earlier:
            first = max(first, earlier.acts[-1][0] + 5 * A_DAY)
        start = draw.randint(first, max(first, last))
        self._add(matter, kind, journey, start - start % A_DAY, earlier=earlier)

    def _unfinished(self, situation: dict[str, Any]) -> None:
        draw, way = self.draw, situation.get("way", "")
        if situation["step"] in {"write_correction_notice", "receive_correction"}:
            way = "corrected"
        kind = {"lapsed": "correction_lapsed", "corrected": "disclosed"}.get(way, "") \
            or draw.choice(_USUAL)
        shown = self.tree["shown"] if situation.get("shown") else ""
        matter = self._matter(kind, way in {"corrected", "lapsed"}, shown)
        if kind not in matter.kinds():      # the department shown is never asked for that
            kind = draw.choice(sorted(matter.replies))
        journey = unfinished(draw, situation, way, self.today, self.present)
        posted = situation["step"] in {"confirm_delivery", "serve_again"}
        self._add(matter, kind, journey, journey.start, shown=shown, posted=posted)

    def _beside(self, row: dict[str, Any]) -> None:
        draw, kind = self.draw, row.get("kind", "disclosed")
        shown = self.tree["shown"] if row.get("shown") else ""
        office, to = shown or row.get("office", ""), row.get("to", "")
        # Whatever was asked for may be too much of it.
        answers = kind if any(kind in each.replies for each in all_matters()) else "disclosed"
        matter = self._matter(answers, False, office, to=to, about=row.get("about", ""))
        journey = beside(draw, row, self.present)
        start = journey.start
        if "since" not in row:
            first = self.hours.opening(_years_back(self.hours.day(self.present), YEARS))
            start = draw.randint(first, self.present - journey.length)
            start -= start % A_DAY
        self._add(matter, kind, journey, start, shown=shown, office=office, to=to)

    def _add(
        self, matter: Matter, kind: str, journey: Journey, start: int, *,
        earlier: Plan | None = None, shown: str = "", posted: bool = False, office: str = "",
        to: str = "",
    ) -> None:
        draw = self.draw
        received = self.hours.day(start)
        asked = earlier.office if earlier else self._office(matter, shown or office)
        choose = draw.choice if not shown else lambda names: names[0]
        slots = earlier.slots if earlier else self._slots(matter, asked, received)
        applicant = earlier.applicant if earlier else self._applicant(matter)
        channel = _weighted(draw, self.tree["channels"])
        form, way = ("paper", "post") if posted else _supply(draw, channel)
        self.drawn.append(Plan(
            number=len(self.drawn), matter=matter, slots=slots, office=asked,
            applicant=applicant, kind=kind, channel=channel,
            arrived_on=self._arrived(channel, received), received_on=received,
            form_of_supply=form, way_of_supply=way,
            people={
                role: names[0] if role in _HEADS else choose(names)
                for role, names in asked.people.items() if names
            },
            acts=tuple((start + minute, act) for minute, act in journey.acts),
            extended=journey.extended, remark=draw.randint(0, 99), earlier=earlier,
            to=to,
        ))

    def _matter(
        self, kind: str, unclear: bool, agency: str = "", *, to: str = "", about: str = ""
    ) -> Matter:
        """One that fits, the least used first; of this agency, if one is named, and of the one
        to which it goes."""
        unclear = unclear or kind in {"still_unclear", "correction_lapsed"}
        asked = [each for each in all_matters()
                 if {agency, to} - {""} <= set(each.agencies) and about in each.subject]
        clear = [each for each in asked if bool(each.correction) == unclear]
        fitting = (
            [each for each in clear if kind in each.kinds()]
            # an unclear request is rarely answered in this way
            or [each for each in asked if kind in each.kinds()] or clear
        )
        fewest = min(self.used[each.subject] for each in fitting)
        chosen = self.draw.choice([e for e in fitting if self.used[e.subject] == fewest])
        self.used[chosen.subject] += 1
        return chosen

    def _office(self, matter: Matter, shown: str) -> Office:
        codes = (shown,) if shown else matter.agencies
        asked = [each for each in offices() if each.letter_code in codes]
        fewest = min(self.used[each.letter_code] for each in asked)
        chosen = self.draw.choice([e for e in asked if self.used[e.letter_code] == fewest])
        self.used[chosen.letter_code] += 1
        return chosen

    def _slots(self, matter: Matter, office: Office, received: date) -> dict[str, str]:
        """Rather not the same subject twice at one office."""
        for _ in range(12):
            slots = matter.slots(self.draw, received, office.letter_code, office.name)
            key = (office.letter_code, fill(matter.subject, slots))
            if key not in self.subjects:
                break
        self.subjects.add(key)
        return slots

    def _applicant(self, matter: Matter) -> Applicant:
        if matter.asked_by_person or self.draw.random() < 0.62:
            return self.draw.choice(self.everybody.persons)
        asking = self.everybody.organisations_asking(matter.area)
        return self.draw.choice(asking or self.everybody.persons)

    def _arrived(self, channel: str, received: date) -> date:
        if channel in {"in_person", "signed_post"}:
            return received
        return received - timedelta(days=self.draw.choice((0, 0, 0, 1, 1, 2)))

    def _to_be_repeated(self) -> Plan:
        known = [
            each for each in self.drawn
            if each.kind in {"disclosed", "already_public"} and not each.matter.correction
            and each.acts[-1][0] < self.present - 40 * A_DAY
        ]
        return self.draw.choice(known)


def _quotas(shares: dict[str, int], requests: int) -> list[str]:
    """So many kinds in these shares; each at least once where there is room."""
    kinds = sorted(shares, key=lambda kind: -shares[kind])
    whole = sum(shares.values())
    counts = {kind: requests * shares[kind] // whole for kind in kinds}
    if requests >= len(kinds) + 2:
        counts = {kind: max(1, count) for kind, count in counts.items()}
    place = 0
    while (missing := requests - sum(counts.values())) != 0:
        kind = kinds[place % len(kinds)]
        if missing > 0 or counts[kind] > 1:
            counts[kind] += 1 if missing > 0 else -1
        place += 1
    return [kind for kind in kinds for _ in range(counts[kind])]


def _legal_needed(draw: random.Random, matter: Matter, kind: str) -> bool:
    hard = kind.startswith("refused") or kind == "partly_disclosed"
    return draw.random() < ((0.75 if matter.legal else 0.3) if hard else 0.06)


def _supply(draw: random.Random, channel: str) -> tuple[str, str]:
    if channel == "internet":
        return draw.choice((("electronic", "email"), ("electronic", "email"), ("paper", "post")))
    if channel == "in_person":
        return draw.choice((("paper", "pickup"), ("paper", "post"), ("paper", "inspection")))
    if channel == "fax":
        return draw.choice((("paper", "fax"), ("paper", "post")))
    return draw.choice((("paper", "post"), ("paper", "post"), ("electronic", "post")))


def _weighted(draw: random.Random, weights: dict[str, int]) -> str:
    names: Sequence[str] = list(weights)
    return draw.choices(names, [weights[name] for name in names])[0]


def _years_back(day: date, years: int) -> date:
    return day - timedelta(days=365 * years)
