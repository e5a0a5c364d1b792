"""The register: its list, its export, and earlier requests like a new one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from engine.actors.permissions import INTAKE, SIGNED_IN, own, sight
from engine.errors import TooManyCases
from engine.people.agencies import AgencyRef, PersonRef, agencies_seen
from engine.people.names import people_by_agency
from engine.processes.published import Published
from engine.register import rows
from engine.register.columns import RegisterFilter, RegisterLine, letter_title, register_line
from engine.register.narrowing import PAGE_AT_MOST, conditions, one_page
from engine.store.folding import folded
from engine.transaction.messages import Listing, Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class RegisterView:
    """A page of the list, and what its filter offers. offices: people by agency."""

    rows: tuple[RegisterLine, ...]
    total: int | None          # None when counting would cost too much; then say "more"
    next: str                  # empty at the end
    step_names: tuple[str, ...]     # of the step and the reply it is narrowed to; empty for all
    letter_title: str
    agencies: tuple[AgencyRef, ...]
    offices: tuple[tuple[AgencyRef, tuple[PersonRef, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class RegisterPage(Question[RegisterView], permission=SIGNED_IN):
    """One page of the register as far as the person sees it."""

    wanted: RegisterFilter


@dataclass(frozen=True, kw_only=True)
class EveryCase(Listing[RegisterLine], permission=SIGNED_IN):
    """All cases of the filter from one snapshot, read as they are taken. Raises TooManyCases."""

    wanted: RegisterFilter
    at_most: int


@dataclass(frozen=True, kw_only=True)
class Similar:
    """An earlier request like the one being registered."""

    case_id: int
    number: str
    subject: str
    received_on: date
    same_applicant: bool
    status: str


@dataclass(frozen=True, kw_only=True)
class SimilarRequests(Question[tuple[Similar, ...]], permission=INTAKE):
    """The agency's earlier requests of the same applicant or with like words."""

    applicant: str
    subject: str


def register_page(question: RegisterPage, at: Snapshot) -> RegisterView:
    wanted = question.wanted
    narrowed = conditions(at, wanted)
    found, mark = one_page(at, narrowed, wanted, max(1, min(wanted.limit, PAGE_AT_MOST)))
    total = rows.count(at.connection, narrowed)
    seen = sight(at.actor)
    return RegisterView(
        rows=tuple(register_line(at, row) for row in found),
        total=total if total <= rows.COUNTED_AT_MOST else None, next=mark,
        step_names=_step_names(at, wanted.step) if wanted.step else (),
        letter_title=letter_title(wanted.letter_kind),
        agencies=tuple(each for each in agencies_seen(at).values() if seen.covers(each.id)),
        offices=people_by_agency(at),
    )


def every_case(question: EveryCase, at: Snapshot) -> Iterator[RegisterLine]:
    """All pages one after the other, so that only one is in memory."""
    wanted, narrowed = question.wanted, conditions(at, question.wanted)
    if rows.count(at.connection, narrowed, question.at_most) > question.at_most:
        raise TooManyCases(most=question.at_most)
    wanted = replace(wanted, after="")
    while True:
        found, mark = one_page(at, narrowed, wanted, PAGE_AT_MOST)
        for row in found:
            yield register_line(at, row)
        if not mark:
            return
        wanted = replace(wanted, after=mark)


def similar_requests(question: SimilarRequests, at: Snapshot) -> tuple[Similar, ...]:
    if at.actor.agency_id is None:
        return ()
    applicant = question.applicant.replace("\0", "").strip()
    words = [word for word in _pieces(folded(question.subject)) if word][:3]
    return tuple(
        Similar(
            case_id=row["id"], number=row["number"], subject=row["subject"],
            received_on=row["received_on"],
            same_applicant=folded(row["applicant_name"]) == folded(applicant), status=row["status"],
        )
        for row in rows.similar(at.connection, own(at.actor).agencies, applicant, words, 8)
    )


def _step_names(at: Snapshot, step: str) -> tuple[str, ...]:
    """What the latest diagrams that have the step call it, one of a new round as well; a step of
    none keeps its id."""
    named = {
        definition.process: definition.elements[step].name
        for definition in at.around[Published] if step in definition.elements
    }
    return tuple(dict.fromkeys(named.values())) or (step,)


def _pieces(subject: str) -> list[str]:
    """A few characteristic pieces of a subject: runs of Han characters, digits or letters."""
    runs: list[str] = []
    for word in "".join(c if c.isalnum() else " " for c in subject).split():
        runs.extend(word[i:i + 4] for i in range(0, max(1, len(word) - 3), 4))
    return runs
