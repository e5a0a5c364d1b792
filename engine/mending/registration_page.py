"""Putting a registration right: what is registered, and what a correction would come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.actors.permissions import INTAKE, own
from engine.cases.dates import dated
from engine.cases.visible import check_revealed, visible
from engine.correspondence.letter import on_paper
from engine.errors import NotFound
from engine.mending.correcting import check_may_correct, checked, registered
from engine.mending.view import ChangedField, changed_fields
from engine.registration.applicants.kinds import AGENT, JOINT
from engine.registration.commands import RegisterRequest
from engine.registration.versions.version import Registration
from engine.statute import Finding
from engine.store.shapes import CaseRow, NewApplicantRow
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot

_JOINT = ("name", "id_number", "phone", "id_note")


@dataclass(frozen=True, kw_only=True)
class RegisteredFacts:
    """A registration as the intake form holds it: what was typed, by the names of its fields."""

    number: str
    subject: str
    values: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class RegistrationToCorrect(Question[RegisteredFacts], permission=INTAKE):
    """What is registered, unmasked for who has just said why. Raises NotFound, NotRevealed,
    CaseClosed, CaseVoided, UnlawfulAct."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CorrectionPreview:
    """What a correction would come to, before it is done. paper: the receipt that would take the
    place of ``former``; recalled: numbers of receipts that have not left and would not. stating:
    title and number of the issued letters that state what was wrong; drafted: a draft does."""

    fields: tuple[ChangedField, ...]
    received_before: date
    received_on: date
    due_before: date | None
    due_on: date | None
    provisional: bool
    findings: tuple[Finding, ...]
    paper: tuple[tuple[str, str], ...]
    former: str
    recalled: tuple[str, ...]
    stating: tuple[tuple[str, str], ...]
    drafted: bool


@dataclass(frozen=True, kw_only=True)
class CorrectionOf(Question[CorrectionPreview], permission=INTAKE):
    """What ``CorrectRegistration`` would do. Raises as that does."""

    case_id: int
    right: RegisterRequest = field(repr=False)
    reason: str


def registration_to_correct(question: RegistrationToCorrect, at: Snapshot) -> RegisteredFacts:
    row = _own(at, question.case_id)
    check_may_correct(at, row)
    check_revealed(at, row["id"])
    return RegisteredFacts(
        number=row["number"], subject=row["subject"], values=_as_typed(registered(at, row)))


def correction_preview(question: CorrectionOf, at: Snapshot) -> CorrectionPreview:
    row = _own(at, question.case_id)
    made, _ = checked(at, row, dated(at, row["id"], row), question.right, question.reason)
    return CorrectionPreview(
        fields=changed_fields(made.fields, made.before, made.after),
        received_before=row["received_on"], received_on=made.ledger.received,
        due_before=made.was.due, due_on=made.will_be.due, provisional=made.will_be.provisional,
        findings=made.findings, paper=() if made.paper is None else on_paper(made.paper),
        former=made.former.number if made.former and made.paper else "",
        recalled=tuple(each["number"] for each in made.recalled),
        stating=tuple((each["title"], each["number"]) for each in made.stating),
        drafted=made.drafted,
    )


def _own(at: Snapshot, case_id: int) -> CaseRow:
    row = visible(at, case_id)
    if not own(at.actor).covers(row["agency_id"]):
        raise NotFound()
    return row


def _as_typed(registration: Registration) -> dict[str, str]:
    case, applicant = registration.case, registration.applicant
    agent = [who for who in registration.beside if who[1] == AGENT]
    values = {
        name: ("1" if value else "") if isinstance(value, bool)
        else value.isoformat() if isinstance(value, date) else str(value)
        for name, value in case.items()
    }
    values |= _person(applicant) | {"kind": applicant["kind"], "joint": "\n".join(
        _line(who) for who, part, _ in registration.beside if part == JOINT)}
    for who, _, authority in agent:
        values |= {f"agent_{name}": value for name, value in _person(who).items()}
        values["authority"] = authority
    return values


def _person(who: NewApplicantRow) -> dict[str, str]:
    return {
        name: str(value) for name, value in who.items()
        if name not in ("id", "kind", "part", "authority") and not name.endswith("_digest")
    }


def _line(who: NewApplicantRow) -> str:
    return "，".join(who[name] for name in _JOINT).rstrip("，")  # type: ignore[literal-required]
