"""Where the days of a consultation stand in the clock's ledger."""

from dataclasses import replace
from datetime import date

from engine.cases.case import Case
from engine.statute import Entry


def place_of(case: Case, kind: str, consultation_id: int) -> int | None:
    """The place of its entry of a kind; None while there is none."""
    return next((
        place for place, entry in enumerate(case.ledger.entries)
        if entry.type == kind and entry.id == str(consultation_id)
    ), None)


def put_right(
    case: Case, kind: str, consultation_id: int, reason: str, *, on: date | None = None,
    told: date | None = None,
) -> None:
    """Let its entry hold with another day; both stay. ``told``: of the opening."""
    place = place_of(case, kind, consultation_id)
    assert place is not None        # a day that was never entered is not put right
    entry: Entry = case.ledger.entries[place]
    right = replace(entry, on=on or entry.on, told=told or entry.told)
    if right != entry:
        case.replace(place, right, reason)
