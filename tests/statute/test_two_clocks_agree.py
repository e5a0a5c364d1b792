"""The clock and a deliberately naive second one agree; planted faults make them differ.

``GONGKAI_LEDGERS`` sets how many random ledgers are compared (default 3000),
``GONGKAI_SEED`` where they begin.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from engine.statute import Entry, WorkingDays, assess
from engine.statute.calendar.notices import published
from engine.statute.clock import deadline
from engine.statute.clock.acts.reopenings import Term
from engine.statute.clock.ledger import Ledger
from engine.statute.clock.reading import Reading
from tests.statute.naive import Desk
from tests.statute.naive_days import works
from tests.statute.random_ledgers import ledger

LEDGERS = int(os.environ.get("GONGKAI_LEDGERS", "3000"))
SEED = int(os.environ.get("GONGKAI_SEED", "20260408"))
PARTS = 8
READINGS: dict[str, tuple[Any, ...]] = {
    "suspension_starts": ("issued", "delivered"),
    "determination_excluded": (True, False),
    "notice_day": ("issued", "served"),
    "reasons_effect": ("runs", "restarts"),
    "extension_survives_restart": (True, False),
    "correction_2007": ("restarts", "runs", "suspends"),
    "second_correction": ("refused", "allowed"),
    "correction_in_term": ("restarts", "runs"),
    "transfer_receipt": ("first", "answering"),
}


def by_the_clock(facts: dict[str, Any], calendar: WorkingDays) -> dict[str, Any]:
    """The clock's answer in the naive one's form."""
    answer = deadline.answer(facts, calendar=calendar)
    limits = answer["limits"]
    codes = [finding["code"] for finding in answer["findings"]]
    return {
        "due": _day(answer["due"]),
        "on_time": answer["on_time"],
        "lapsed": answer["lapsed"],
        "provisional": answer["provisional"],
        "correction_notice": _day(limits["correction_notice"]),
        "correction_received": _day(limits["correction_received"]),
        "fee_payment": _day(limits["fee_payment"]),
        "consultations": {name: _day(d) for name, d in limits["consultations"].items()},
        "remarks": sorted(codes),
    }


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def differences(numbers: range, calendar: WorkingDays) -> list[tuple[int, dict[str, Any]]]:
    """The ledgers, by number, on which the two clocks do not agree."""
    found = []
    for number in numbers:
        facts = ledger(random.Random(SEED + number))
        if by_the_clock(facts, calendar) != Desk(facts).answer():
            found.append((number, facts))
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_both_clocks_agree_on_random_ledgers(part: int) -> None:
    numbers = range(part, LEDGERS, PARTS)
    assert differences(numbers, WorkingDays.load()) == []


def readings(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Every reading of the law; one about what never happened makes no difference."""
    happened = Counter(event["type"] for event in facts["events"])
    old = facts["received"] < "2019-05-15"
    without = {
        "suspension_starts": not happened["consultation_opened"],
        "determination_excluded": old or not happened["consultation_opened"],
        "notice_day": not any("served" in event for event in facts["events"]),
        "reasons_effect": old or not happened["reasons_requested"],
        "extension_survives_restart": not happened["extended"],
        "correction_2007": not old,
        "second_correction": old or happened["correction_requested"] < 2,
        "correction_in_term": not happened["reopened"],
        "transfer_receipt": not happened["transferred"],
    }
    kept = {name: values[:1] if without[name] else values for name, values in READINGS.items()}
    return [dict(zip(kept, values, strict=True)) for values in product(*kept.values())]


def test_the_warning_date_is_the_earliest_over_every_reading_of_the_law() -> None:
    for number in range(max(100, LEDGERS // 50)):
        facts = ledger(random.Random(SEED - 1 - number))
        answer = deadline.answer(facts)
        chosen = facts.get("settings", {})
        dues = [
            Desk({**facts, "settings": {**chosen, **reading}}).answer()["due"]
            for reading in readings(facts)
        ]
        earliest = min((due for due in dues if due), default=None)
        assert _day(answer["warning_due"]) == earliest, facts


def test_the_proof_of_a_random_ledger_ends_where_its_due_date_is() -> None:
    calendar = WorkingDays.load()
    for number in range(200):
        facts = ledger(random.Random(SEED + number))
        made = assess(Ledger.from_json(facts), calendar=calendar, proof=True)
        if made.due is None or made.reading.until is not None:
            continue
        assert made.days[-1].day == made.due
        counted = [row.ordinal for row in made.days if row.kind == "counted"]
        term = made.reading.term
        assert counted[-1] == (term.days if term else made.reading.total)


def test_what_is_left_is_the_number_of_days_still_to_be_counted() -> None:
    calendar = WorkingDays.load()
    for number in range(150):
        facts = ledger(random.Random(SEED + number))
        made = assess(Ledger.from_json(facts), calendar=calendar, proof=True)
        if made.due is None or made.reading.closed or made.reading.until is not None:
            continue
        term = made.reading.term
        for offset in range(40):
            today = made.reading.start + timedelta(days=offset)
            later = [row for row in made.days if row.day > today and row.kind == "counted"]
            if term is not None and not term.in_working_days:
                # Of its days, all of which count, the working ones are left to work in.
                later = [row for row in made.days if row.day > today and works(row.day)]
            if today <= made.due:
                assert made.remaining(today) == len(later), (facts, today)
            else:
                assert made.remaining(today) == -calendar.count(made.due, today)


def _lose_a_make_up_day(monkeypatch: pytest.MonkeyPatch) -> WorkingDays:
    lost = date(2025, 10, 11)
    return WorkingDays(
        tuple(
            type(notice)(
                notice.year,
                notice.title,
                notice.published,
                notice.url,
                notice.off,
                tuple(day for day in notice.worked if day != lost),
            )
            for notice in published()
        )
    )


def _add_instead_of_unite(monkeypatch: pytest.MonkeyPatch) -> WorkingDays:
    def spans(reading: Reading) -> list[tuple[date, date | None]]:
        found = [(made.excluded_from, made.until) for made in reading.consultations.values()]
        return sorted((after, upto) for after, upto in found if after is not None and upto)

    monkeypatch.setattr(Reading, "excluded", spans)
    return WorkingDays.load()


def _pause_instead_of_restart(monkeypatch: pytest.MonkeyPatch) -> WorkingDays:
    honest = Reading.restart

    def pause(reading: Reading, day: date, article: str) -> None:
        since, start = reading.waiting_since, reading.start
        honest(reading, day, article)
        if since is None:       # opened again
            return
        used = reading.calendar.count(start, since)
        reading.start = reading.calendar.add(day, -used)

    monkeypatch.setattr(Reading, "restart", pause)
    return WorkingDays.load()


def _end_a_term_on_a_day_off(monkeypatch: pytest.MonkeyPatch) -> WorkingDays:
    def unrolled(term: Term, start: date, calendar: WorkingDays) -> date:
        days = timedelta(days=term.days)
        return calendar.add(start, term.days) if term.in_working_days else start + days

    monkeypatch.setattr(Term, "last_day", unrolled)
    return WorkingDays.load()


def _count_while_suspended(monkeypatch: pytest.MonkeyPatch) -> WorkingDays:
    honest = Reading.resume

    def resume(reading: Reading, day: date) -> None:
        honest(reading, day)
        reading.pauses.clear()

    monkeypatch.setattr(Reading, "resume", resume)
    return WorkingDays.load()


def _take_every_notice_as_served(monkeypatch: pytest.MonkeyPatch) -> WorkingDays:
    monkeypatch.setattr(Entry, "arrived", property(lambda entry: entry.on))
    return WorkingDays.load()


@pytest.mark.parametrize(
    ("fault", "enough"),
    [(_lose_a_make_up_day, 4000), (_add_instead_of_unite, 600), (_pause_instead_of_restart, 200),
     (_end_a_term_on_a_day_off, 400), (_count_while_suspended, 1500),
     (_take_every_notice_as_served, 200)],
)
def test_a_planted_fault_is_caught(
    fault: Callable[[pytest.MonkeyPatch], WorkingDays],
    enough: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar = fault(monkeypatch)
    step = 100
    assert any(differences(range(n, n + step), calendar) for n in range(0, enough, step))
