"""The confidentiality review on the page of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.actors.permissions import own
from engine.consultations import rows as consultation_rows
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterState
from engine.items import item
from engine.people import rows as people_rows
from engine.review.commands import FindSecrecy
from engine.review.policy import documents_of, is_referred, may_find, of_draft, process_of_case
from engine.secrecy import rows
from engine.secrecy.draft import concluded, not_passing
from engine.secrecy.finding import Matter, Reviewed, by_item, of_document, of_item
from engine.store.shapes import CaseRow, SecrecyFindingRow
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class FindingView:
    """A finding. holds: it is the latest, and the item asks what it asked then. finding, level:
    of ``SECRECY_FINDINGS``, ``LEVELS``."""

    finding: str
    secret: bool
    reason: str
    basis: str
    title: str
    level: str
    file_number: str
    classified_by: str
    classified_on: date | None
    term: str
    found_by: str
    found_at: datetime
    holds: bool


@dataclass(frozen=True, kw_only=True)
class ItemReviewView:
    """An item and what was found of it, the latest last; or a document that goes with the draft:
    number 0, document its name, place where it stands there, 0 when it is no more among them.
    lacks: why the draft does not pass for its sake, in Chinese; "" when it does, by_conclusion as
    soon as the whole does. referred: the answer from above is awaited."""

    number: int
    document: str
    place: int
    description: str
    open: bool
    lacks: str
    by_conclusion: bool
    referred: bool
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, kw_only=True)
class ReferralView:
    """What was referred upward, items and documents. answer: secret | not_secret, "" while it is
    awaited."""

    numbers: tuple[int, ...]
    documents: tuple[str, ...]
    to: str
    sent_number: str
    sent_on: date | None
    answer: str
    answer_number: str
    answered_on: date | None
    answer_text: str
    ended: str


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """The review of a case. by_item: whether its release reviews so. not_yet: why the draft does
    not pass as it stands, "" when it does, or when the conclusion is the finding."""

    by_item: bool
    items: tuple[ItemReviewView, ...]
    documents: tuple[ItemReviewView, ...]
    referrals: tuple[ReferralView, ...]
    may_find: bool
    not_yet: str


def review_view(at: Snapshot, case: CaseRow) -> ReviewView:
    """What a case's page shows."""
    process = process_of_case(at, case["id"])
    if not by_item(process):
        return ReviewView(by_item=False, items=(), documents=(), referrals=(), may_find=False,
                          not_yet="")
    found = rows.of_case(at.connection, case["id"])
    may = FindSecrecy.permission.allows(at.actor) and own(at.actor).covers(case["agency_id"])
    reply = letter_rows.reply_of(at.connection, case["id"])
    drafted: tuple[Reviewed, ...] = ()
    if reply is not None and reply["state"] == LetterState.DRAFT and case["status"] == "open":
        drafted = concluded(of_draft(at.connection, case["id"], reply))
    becomes = {each.matter: each for each in drafted}
    enclosed = documents_of(reply)
    no_more = {row["document"] for row in found} - {*enclosed, ""}

    def matter(of: Matter, description: str, place: int, *, open: bool) -> ItemReviewView:
        after = becomes.get(of)
        return ItemReviewView(
            number=of.number, document=of.document, place=place, description=description,
            open=open, lacks=after.lacks() if after is not None else "",
            by_conclusion=after is not None and after.finding is None and bool(after.said),
            referred=is_referred(at.connection, case["id"], of),
            findings=_findings(at, of, found))

    return ReviewView(
        by_item=True,
        items=tuple(matter(of_item(each), each.row["description"], 0, open=each.open)
                    for each in item.of_case(at.connection, case["id"])),
        documents=tuple(
            matter(of_document(name), name, place, open=place > 0) for place, name in (
                *enumerate(enclosed, 1), *((0, name) for name in sorted(no_more)))),
        referrals=tuple(_referrals(at, case["id"])),
        may_find=may and may_find(at, case, process), not_yet=not_passing(drafted),
    )


def _findings(
    at: Snapshot, of: Matter, found: Sequence[SecrecyFindingRow]
) -> tuple[FindingView, ...]:
    own_rows = [row for row in found
                if (row["number"], row["document"]) == (of.number, of.document)]
    return tuple(FindingView(
        finding=row["finding"], secret=row["secret"], reason=row["reason"], basis=row["basis"],
        title=row["title"], level=row["level"], file_number=row["file_number"],
        classified_by=row["classified_by"], classified_on=row["classified_on"], term=row["term"],
        found_by=people_rows.name_of(at.connection, row["found_by"]), found_at=row["found_at"],
        holds=row is own_rows[-1] and row["item_digest"] == of.digest,
    ) for row in own_rows)


def _referrals(at: Snapshot, case_id: int) -> list[ReferralView]:
    asked = {row["id"]: row for row in consultation_rows.of_case(at.connection, case_id)}
    return [
        ReferralView(
            numbers=tuple(row["numbers"]), documents=tuple(row["documents"]),
            to=known["name"], sent_number=row["sent_number"],
            sent_on=known["issued_on"], answer=row["answer"],
            answer_number=row["answer_number"], answered_on=known["answered_on"]
            if row["answer"] else None, answer_text=known["opinion_reasons"],
            ended=known["end_reason"],
        )
        for row in rows.referrals(at.connection, case_id)
        if (known := asked.get(row["consultation_id"])) is not None
    ]
