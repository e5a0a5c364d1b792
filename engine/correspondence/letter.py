"""A letter on screen."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import letters
from engine.cases.dates import dated
from engine.cases.visible import processes_of, visible
from engine.correspondence import facts as letter_facts
from engine.correspondence.rows import LetterWithName
from engine.errors import LetterNotReady
from engine.items import item
from engine.secrecy.finding import by_item
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot


class LetterState(StrEnum):
    """How far a letter has come: the column ``state`` of the letters."""

    DRAFT = "draft"
    ISSUED = "issued"
    SENT = "sent"
    SERVED = "served"
    RETURNED = "returned"
    VOID = "void"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a state
        """What pages call it."""
        return _TITLES[self]


_TITLES = {
    LetterState.DRAFT: "草稿",
    LetterState.ISSUED: "已制发",
    LetterState.SENT: "已寄出",
    LetterState.SERVED: "已送达",
    LetterState.RETURNED: "已退回",
    LetterState.VOID: "已作废",
}


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """A letter on screen. ``paragraphs``: (role, text); role: letterhead | number | title |
    addressee | body | heading | item | remedy | ending | attachment | signer | date."""

    id: int
    case_id: int
    kind: str
    title: str
    state: str                 # one of LetterState
    number: str                # empty while a draft
    paragraphs: tuple[tuple[str, str], ...]
    drafted_by: str
    issued_at: datetime | None
    service: str
    served_on: date | None
    digest: str
    findings: tuple[str, ...] = ()  # what the gate still objects to
    tracking_number: str = ""       # of the post, where it was sent by post


def facts_of(at: Snapshot, row: CaseRow) -> letter_facts.Source:
    """All that the rules of a letter may look at, for a case of the register."""
    file, process = dated(at, row["id"], row), processes_of(at, row["id"])[0].process
    return letter_facts.source(
        at.connection, row, file.ledger, file.assessment, at.today,
        file.discretion.correction_period_days,
        in_turns=item.answers_in_turns(process), by_item=by_item(process),
    )


def letter_view(at: Snapshot, row: LetterWithName) -> LetterView:
    """A row of the letters with the name of who drafted it."""
    findings: tuple[str, ...] = ()
    if row["state"] == "draft" and row["reviewed_digest"] != row["text_digest"]:
        findings = ("尚未通过保密审查",)
    return LetterView(
        id=row["id"], case_id=row["case_id"], kind=row["kind"], title=row["title"],
        state=row["state"], number=row["number"],
        paragraphs=_paper(at, row), drafted_by=row["drafted_by_name"] or "",
        issued_at=row["issued_at"], service=row["service"], served_on=row["served_on"],
        tracking_number=row["tracking_number"],
        digest=row["text_digest"], findings=findings,
    )


def _paper(at: Snapshot, row: LetterWithName) -> tuple[tuple[str, str], ...]:
    """A draft is composed anew; what was issued is shown from its own bytes' text."""
    if row["state"] == "draft":
        case = visible(at, row["case_id"])
        try:
            return on_paper(
                letter_facts.compose(row["kind"], facts_of(at, case), row["facts"], None)
            )
        except LetterNotReady:
            pass
    lines = row["text"].splitlines()
    # The order in which Composition.text_with writes them.
    roles = ["letterhead", *(["number"] if row["number"] else []), "title", "addressee"]
    tail = ["signer", "date"]
    middle = len(lines) - len(roles) - len(tail)
    first_attachment = next(
        (n for n, line in enumerate(lines) if line.startswith("附件：")), len(lines)
    )
    roles += [
        "attachment" if len(roles) + n >= first_attachment else "body" for n in range(middle)
    ]
    return tuple(zip(roles + tail, lines, strict=True))


def on_paper(composition: letters.Composition) -> tuple[tuple[str, str], ...]:
    """The letter as pairs of role and text, in the order of the paper."""
    return (
        ("letterhead", composition.letterhead), ("title", composition.title),
        ("addressee", f"{composition.addressee}："),
        *((p.role.value, p.text) for p in composition.paragraphs),
        *(("attachment", line) for line in composition.attachment_lines),
        ("signer", composition.signer), ("date", composition.date),
    )
