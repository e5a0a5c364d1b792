"""What one answer costs: anybody may ask for it without signing in."""

import sys
from collections.abc import Callable

import pytest

from engine.statute.clock import deadline


def _calls(given: object) -> int:
    """How many Python functions one answer takes: no clock says how dear it is."""
    count = 0

    def notice(_frame: object, event: str, _: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(notice)
    try:
        deadline.answer(given, proof=True)
    finally:
        sys.setprofile(None)
    return count


def _consultations(many: int) -> list[dict[str, str]]:
    return [
        {"type": kind, "on": on, "id": str(number), **party}
        for kind, on, party in (
            ("consultation_opened", "2026-03-05", {"party": "third_party"}),
            ("consultation_delivered", "2026-03-09", {}),
            ("consultation_answered", "2026-03-10", {}),
        )
        for number in range(many)
    ]


@pytest.mark.parametrize("events", [
    _consultations,
    lambda many: [entry for entry in _consultations(3 * many)
                  if entry["type"] == "consultation_opened"],
    lambda many: [{"type": "extended", "on": "2026-03-05", "working_days": 5}] * (3 * many),
    lambda many: [*_consultations(many), {"type": "reasons_requested", "on": "2026-03-05"},
                  {"type": "extended", "on": "2026-03-05", "working_days": 5}],
])
def test_a_ledger_twice_as_long_takes_twice_the_work(
    events: Callable[[int], list[dict[str, object]]]
) -> None:
    """Anybody may ask without signing in: what it costs grows with what was sent, not faster."""
    def work(many: int) -> int:
        return _calls({"received": "2026-03-02", "channel": "in_person", "events": events(many)})

    work(5)     # what is read once and kept
    small, large = work(40), work(80)
    assert large < 2.2 * small
