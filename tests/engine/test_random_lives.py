"""Requests that live at random in an office, through every part of it, on both databases.

Each must end; nobody gets two answers to one thing, or none; every date is what the naive second
clock makes of what happened. ``GONGKAI_LIVES_IN_OFFICE`` sets how many live (default 80), of
which a fifth on PostgreSQL, ``GONGKAI_SEED`` where they begin.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

import letters
from engine import CaseView, Role
from engine.configuration import Configuration
from engine.statute.clock import deadline
from tests.engine.office import Office
from tests.engine.walking_lives import ENDS, RandomLife
from tests.statute.naive import Desk

LIVES = int(os.environ.get("GONGKAI_LIVES_IN_OFFICE", "80"))
SEED = int(os.environ.get("GONGKAI_SEED", "20260302"))
PARTS = 8
#: The limits of one request, as both clocks name them.
_LIMITS = ("correction_notice", "correction_received", "fee_payment")


@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_life_ends_with_one_answer_to_each_thing_and_the_dates_of_the_naive_clock(
    settings: Configuration, database_kind: str, part: int
) -> None:
    share = LIVES if database_kind == "sqlite" else LIVES // 5
    office = Office.open(settings)
    there = Office.open(settings, office.clock, code="周民公开", engine=office.engine)
    helpers = {each.agency_id: each.hire(Role.HANDLER, "协办人员") for each in (office, there)}
    try:
        for seed in range(SEED + part, SEED + share, PARTS):
            life = RandomLife(office, seed, there, helpers)
            while life.goes_on() and (life.living() or life.contest()):
                life.act()
                if len(life.told) % 9 == 0:
                    assert [*_wrong_dates(life)] == [], _story(life)
            assert [*_wrong(life), *_wrong_dates(life)] == [], _story(life)
            office.clock.go_to(life.today)
            assert office.sweep(life.today + timedelta(days=400)) == 0, _story(life)
    finally:
        office.close()


def _story(life: RandomLife) -> str:
    return f"seed {life.seed}: {' | '.join(life.told[-60:])}"


def _wrong(life: RandomLife) -> Iterator[str]:
    for case_id in life.cases:
        case = life.case(case_id)
        if case.status not in ENDS or case.tasks:
            open_steps = life.homes[case_id].open_steps(case_id)
            yield f"{case.number} stands at {case.status} with {open_steps}"
        elif case.status == "archived":
            yield from _wrong_answers(case)
        elif any(each.state in ("sent", "served") for each in _replies(case)):
            yield f"{case.number} is {case.status} and was answered"


def _replies(case: CaseView) -> list[Any]:
    kinds = letters.kinds()
    return [each for each in case.letters if kinds[each.kind].series == "reply"]


def _wrong_answers(case: CaseView) -> Iterator[str]:
    served = {each.id for each in _replies(case) if each.state == "served"}
    answered = Counter(each.letter_id for each in case.items.items if each.state == "answered")
    withdrawn = [each for each in case.letters if each.kind == "withdrawn"]
    anew = any(each.type == "reopened" for each in case.assessment.reading.ledger.entries)
    if withdrawn:
        if len(withdrawn) > 1 + anew or withdrawn[0].state != "served":
            yield f"{case.number} was withdrawn: {[each.state for each in withdrawn]}"
    elif any(each.state == "open" for each in case.items.items):
        yield f"{case.number} is archived with something not answered"
    named = set(answered) - {None}
    if not named <= served or (named != served and not anew):       # an annulled reply answers none
        yield f"{case.number}: letters {served} were served, {dict(answered)} answer the items"
    for each in case.letters:
        ended = ("served", "void", "draft") if withdrawn else ("served", "void")
        if letters.kinds()[each.kind].served and each.state not in ended:
            yield f"{case.number} is archived with letter {each.kind} {each.state}"


def _wrong_dates(life: RandomLife) -> Iterator[str]:
    for case_id in life.cases:
        case = life.case(case_id)
        facts = {**case.assessment.reading.ledger.to_json(), "settings": {}}
        naive, answer = Desk(facts).answer(), deadline.answer(facts)
        made = case.assessment
        pairs = {
            "due": (made.due, naive["due"]), "stored": (case.clock.due_on, naive["due"]),
            "on time": (answer["on_time"], naive["on_time"]),
            "lapsed": (answer["lapsed"], naive["lapsed"]),
            # In which order things were entered, the naive clock does not ask.
            "remarks": (sorted(each.code for each in made.findings if each.code != "out_of_order"),
                        [each for each in naive["remarks"] if each != "out_of_order"]),
            "consultations": (made.limits.consultations, naive["consultations"]),
            **{name: (getattr(made.limits, name), naive[name]) for name in _LIMITS},
        }
        for name, (ours, theirs) in pairs.items():
            if ours != theirs:
                yield f"{case.number} {name}: {ours} but naively {theirs}; {facts}"
