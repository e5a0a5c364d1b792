"""What changes of agencies would do, what is due, and what the people concerned are told."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.actors.permissions import ADMINISTRATORS, SIGNED_IN, THE_CLOCK
from engine.administration.agencies import rows
from engine.people.agencies import AgencyRef
from engine.people.changes import facts as held, rows as change_rows
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot

TOLD_FOR = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class EndingPreview:
    """What ending an agency would move. past: its day lies before today."""

    cases: int
    people: int
    drafts: int                 # replies drafted and not issued, to be drafted for the successor
    past: bool
    letters_since: int          # issued in its name since that day


@dataclass(frozen=True, kw_only=True)
class PreviewOfEnding(Question[EndingPreview], permission=ADMINISTRATORS):
    """What ending an agency would move, before anything does."""

    agency_id: int
    from_day: date


@dataclass(frozen=True, kw_only=True)
class LettersSince(Question[int], permission=ADMINISTRATORS):
    """How many letters an agency issued from a day on: they stay as they are."""

    agency_id: int
    day: date


@dataclass(frozen=True, kw_only=True)
class AgencyChangesDue(Question[tuple[list[int], list[int]]], permission=THE_CLOCK):
    """The agencies whose lists do not show today's facts yet, and the endings whose day came."""


@dataclass(frozen=True, kw_only=True)
class Merging:
    """An agency that went into one's own."""

    agency: AgencyRef
    successor: AgencyRef
    from_day: date
    cases: int


@dataclass(frozen=True, kw_only=True)
class MergedInto(Question[tuple[Merging, ...]], permission=SIGNED_IN):
    """The agencies that lately went into the person's own: told to everybody in it."""


def preview_of_ending(question: PreviewOfEnding, at: Snapshot) -> EndingPreview:
    agency_id = question.agency_id
    return EndingPreview(
        cases=rows.open_cases(at.connection).get(agency_id, 0),
        people=rows.active_people(at.connection).get(agency_id, 0),
        drafts=rows.drafts(at.connection, agency_id),
        past=question.from_day < at.today,
        letters_since=rows.letters_since(at.connection, agency_id, question.from_day),
    )


def letters_since(question: LettersSince, at: Snapshot) -> int:
    return rows.letters_since(at.connection, question.agency_id, question.day)


def agency_changes_due(
    question: AgencyChangesDue, at: Snapshot
) -> tuple[list[int], list[int]]:
    changes = held.by_agency(change_rows.standing(at.connection))
    stale = [
        row["id"] for row in change_rows.agencies_with_days(at.connection)
        if not held.on(changes[row["id"]], held.shown_on(row, at.today)).items() <= row.items()
    ]
    return stale, list(rows.due(at.connection, at.today))


def merged_into(question: MergedInto, at: Snapshot) -> tuple[Merging, ...]:
    if at.actor.agency_id is None:
        return ()
    found = rows.merged_since(at.connection, at.actor.agency_id, at.now - TOLD_FOR)
    if not found:
        return ()
    agencies = {row["id"]: row for row in change_rows.agencies_with_days(at.connection)}

    def named(agency_id: int) -> AgencyRef:
        row = agencies[agency_id]
        return AgencyRef(
            id=row["id"], name=row["name"], short_name=row["short_name"], kind=row["kind"])

    return tuple(
        Merging(agency=named(row["agency_id"]), successor=named(at.actor.agency_id),
                from_day=row["from_day"], cases=row["cases_moved"])
        for row in found
    )
