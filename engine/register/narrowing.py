"""From a filter to the cases it leaves, as far as this person sees them."""

import re
from collections.abc import Sequence
from datetime import date

from engine.actors.permissions import sight
from engine.cases.rows.named import NO_DUE_DATE, CaseWithNames
from engine.register import rows
from engine.register.columns import RegisterFilter
from engine.register.horizon import last_day_within
from engine.store import Condition
from engine.transaction.snapshot import Snapshot

PAGE_AT_MOST = 200
_MARK = re.compile(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})~)?([0-9]{1,9})")


def conditions(at: Snapshot, wanted: RegisterFilter) -> list[Condition]:
    """What a case must be, the person's own rights among it."""
    found = rows.conditions(
        wanted, agencies=sight(at.actor).agencies, person_id=at.actor.person_id
    )
    if wanted.due == "overdue":
        found += rows.due_before(at.today)
    elif wanted.due.startswith("within_"):
        last, of_agencies = last_day_within(at, int(wanted.due.removeprefix("within_")))
        found += rows.due_from(at.today) + rows.due_by(last, of_agencies)
    elif wanted.due:
        found += rows.in_state(wanted.due)
    return found


def _mark(wanted: RegisterFilter) -> list[str]:
    """The sort key of the last row seen; empty for a mark that was not made here."""
    found = _MARK.fullmatch(wanted.after)
    if found is None or (wanted.sort == "due") != bool(found[1]):
        return []
    if found[1]:
        try:
            date.fromisoformat(found[1])
        except ValueError:
            return []
    return [each for each in found.groups() if each]


def one_page(
    at: Snapshot, narrowed: Sequence[Condition], wanted: RegisterFilter, limit: int
) -> tuple[Sequence[CaseWithNames], str]:
    """One page, and the mark from which the next one goes on."""
    dated_only = wanted.due == "overdue" or wanted.due.startswith("within_")

    def read(after: list[str]) -> Sequence[CaseWithNames]:
        return rows.page(
            at.connection, narrowed, sort=wanted.sort, after=after, limit=limit + 1,
            dated_only=dated_only,
        )

    found = read(_mark(wanted))
    if len(found) <= limit:
        return found, ""
    last = found[limit - 1]
    due: date = last["due_on"] or NO_DUE_DATE
    mark = f"{due}~{last['id']}" if wanted.sort == "due" else str(last["id"])
    return found[:limit], mark
