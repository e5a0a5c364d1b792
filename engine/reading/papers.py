"""Letters and attachments: as drafts, on screen and as files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

import letters
from engine import intake, letter_facts, views
from engine.errors import LetterNotReady, NotFound
from engine.reading.scope import Scope
from engine.statute import Ledger, assess
from engine.store import Row
from engine.store import letters as stored_letters
from engine.who_may import sees_agency


def letter_kinds(scope: Scope, case_id: int) -> tuple[views.LetterKindChoice, ...]:
    row = scope.visible(case_id)
    return tuple(
        views.LetterKindChoice(
            kind=kind.name, title=kind.title, basis="、".join(kind.basis),
            remedy=kind.remedy,
            fields=tuple(
                views.FormField(
                    name=fact.name, label=fact.label, type=_FIELD_OF[fact.type],
                    required=fact.required, help=fact.help, max=fact.longest or None,
                    choices=tuple(fact.choices.items()),
                )
                for fact in kind.officer_facts
            ),
        )
        for kind in letter_facts.reply_kinds(facts_of(scope, row))
    )


def facts_of(scope: Scope, row: Row) -> letter_facts.Source:
    ledger, assessment = scope.assess(row)
    return letter_facts.source(
        scope.connection, row, ledger, assessment, scope.today,
        scope.settings_of(row).correction_period_days,
    )


def preview(scope: Scope, case_id: int, kind_name: str, facts: Mapping[str, Any]
            ) -> views.LetterView:
    row = scope.visible(case_id)
    kind = letters.kinds().get(kind_name)
    paragraphs: tuple[tuple[str, str], ...] = ()
    digest, findings = "", tuple[str, ...]()
    try:
        composition = letter_facts.compose(kind_name, facts_of(scope, row), facts, None)
        paragraphs, digest = on_paper(composition), composition.digest
    except LetterNotReady as error:
        findings = (str(error.facts.get("reason", error)),)
    return views.LetterView(
        id=0, case_id=case_id, kind=kind_name, title=kind.title if kind else "",
        state="draft", number="", paragraphs=paragraphs, drafted_by=scope.actor.name,
        issued_at=None, service="", served_on=None, digest=digest, findings=findings,
    )


def letter_view(scope: Scope, row: Row) -> views.LetterView:
    findings: tuple[str, ...] = ()
    if row["state"] == "draft" and row["reviewed_digest"] != row["text_digest"]:
        findings = ("尚未通过保密审查",)
    return views.LetterView(
        id=row["id"], case_id=row["case_id"], kind=row["kind"], title=row["title"],
        state=row["state"], number=row["number"],
        paragraphs=_paper(scope, row), drafted_by=row["drafted_by_name"] or "",
        issued_at=row["issued_at"], service=row["service"], served_on=row["served_on"],
        digest=row["text_digest"], findings=findings,
    )


def _paper(scope: Scope, row: Row) -> tuple[tuple[str, str], ...]:
    """A draft is composed anew; what was issued is shown from its own bytes' text."""
    if row["state"] == "draft":
        case = scope.visible(row["case_id"])
        try:
            return on_paper(
                letter_facts.compose(row["kind"], facts_of(scope, case), row["facts"], None)
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


def _letter(scope: Scope, letter_id: int) -> RowMapping:
    row = stored_letters.find(scope.connection, letter_id)
    if row is None or not sees_agency(scope.actor, row["agency_id"]):
        raise NotFound()
    return row


def letter_document(scope: Scope, letter_id: int) -> tuple[str, bytes]:
    row = _letter(scope, letter_id)
    if row["document_digest"]:
        name = f"{row['number']}{row['title']}.docx"
        return name, stored_letters.content(scope.connection, row["document_digest"])
    case = scope.visible(row["case_id"])
    composition = letter_facts.compose(
        row["kind"], facts_of(scope, case), row["facts"], scope.today
    )
    return f"（草稿）{row['title']}.docx", letters.render_draft(composition)


def attachment(scope: Scope, attachment_id: int) -> tuple[views.AttachmentView, bytes]:
    row = stored_letters.find_attachment(scope.connection, attachment_id)
    if row is None:
        raise NotFound()
    scope.visible(row["case_id"])
    return attachment_view(row), stored_letters.content(scope.connection, row["digest"])


_FIELD_OF = {
    "text": "text", "paragraphs": "paragraphs", "date": "date", "choice": "choice",
    "money": "text", "number": "number", "list": "list",
}


def preview_receipt(scope: Scope, channel: str, arrived_on: date, received_on: date
                    ) -> views.ReceiptPreview:
    """What the intake form says of a channel and its days. Raises InvalidInput."""
    rule = intake.receipt_rule(channel, arrived_on, received_on)
    agency_id = scope.actor.agency_id
    assessment = assess(
        Ledger(received_on, channel, arrived=arrived_on),
        calendar=scope.calendars.of(agency_id),
        settings=scope.in_effect.settings.of(agency_id, received_on),
    )
    return views.ReceiptPreview(
        received_on=received_on, rule=rule.counts, article=rule.article,
        due_on=assessment.due, provisional=assessment.provisional,
        correction_notice_by=assessment.limits.correction_notice,
        explanation=assessment.explanation, findings=assessment.findings,
    )


def on_paper(composition: letters.Composition) -> tuple[tuple[str, str], ...]:
    """The letter as pairs of role and text, in the order of the paper."""
    return (
        ("letterhead", composition.letterhead), ("title", composition.title),
        ("addressee", f"{composition.addressee}："),
        *((p.role.value, p.text) for p in composition.paragraphs),
        *(("attachment", line) for line in composition.attachment_lines),
        ("signer", composition.signer), ("date", composition.date),
    )


def attachment_view(row: RowMapping) -> views.AttachmentView:
    return views.AttachmentView(
        id=row["id"], name=row["name"], media_type=row["media_type"], size=row["size"],
        added_by=row["added_by_name"], added_at=row["added_at"],
    )
