"""Letters as drafts, on screen and as files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

import letters
from engine.actors.permissions import sees_agency
from engine.cases.scope import Scope
from engine.correspondence import facts as letter_facts
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterView, facts_of, on_paper
from engine.errors import LetterNotReady, NotFound
from engine.processes.forms.shown import FormField
from engine.store import blobs


@dataclass(frozen=True, kw_only=True)
class LetterKindChoice:
    """A kind of reply letter the handler may choose, with the facts only a person knows."""

    kind: str
    title: str
    basis: str
    remedy: str
    fields: tuple[FormField, ...]


def letter_kinds(scope: Scope, case_id: int) -> tuple[LetterKindChoice, ...]:
    row = scope.visible(case_id)
    return tuple(
        LetterKindChoice(
            kind=kind.name, title=kind.title, basis="、".join(kind.basis),
            remedy=kind.remedy,
            fields=tuple(
                FormField(
                    name=fact.name, label=fact.label, type=_FIELD_OF[fact.type],
                    required=fact.required, help=fact.help, max=fact.longest or None,
                    choices=tuple(fact.choices.items()),
                )
                for fact in kind.officer_facts
            ),
        )
        for kind in letter_facts.reply_kinds(facts_of(scope, row))
    )


def preview(scope: Scope, case_id: int, kind_name: str, facts: Mapping[str, Any]
            ) -> LetterView:
    row = scope.visible(case_id)
    kind = letters.kinds().get(kind_name)
    paragraphs: tuple[tuple[str, str], ...] = ()
    digest, findings = "", tuple[str, ...]()
    try:
        composition = letter_facts.compose(kind_name, facts_of(scope, row), facts, None)
        paragraphs, digest = on_paper(composition), composition.digest
    except LetterNotReady as error:
        findings = (str(error.facts.get("reason", error)),)
    return LetterView(
        id=0, case_id=case_id, kind=kind_name, title=kind.title if kind else "",
        state="draft", number="", paragraphs=paragraphs, drafted_by=scope.actor.name,
        issued_at=None, service="", served_on=None, digest=digest, findings=findings,
    )


def _letter(scope: Scope, letter_id: int) -> RowMapping:
    row = letter_rows.find(scope.connection, letter_id)
    if row is None or not sees_agency(scope.actor, row["agency_id"]):
        raise NotFound()
    return row


def letter_document(scope: Scope, letter_id: int) -> tuple[str, bytes]:
    row = _letter(scope, letter_id)
    if row["document_digest"]:
        name = f"{row['number']}{row['title']}.docx"
        return name, blobs.content(scope.connection, row["document_digest"])
    case = scope.visible(row["case_id"])
    composition = letter_facts.compose(
        row["kind"], facts_of(scope, case), row["facts"], scope.today
    )
    return f"（草稿）{row['title']}.docx", letters.render_draft(composition)


_FIELD_OF = {
    "text": "text", "paragraphs": "paragraphs", "date": "date", "choice": "choice",
    "money": "text", "number": "number", "list": "list",
}
