"""Keeping a finding."""

from engine.cases.case import Case
from engine.record.event import digest_of
from engine.review.commands import FindSecrecy
from engine.secrecy import rows
from engine.secrecy.events import DocumentReviewed, SecrecyFound
from engine.secrecy.finding import Matter
from engine.transaction.unit_of_work import UnitOfWork


def record(
    unit: UnitOfWork, case: Case, of: Matter, said: FindSecrecy, text_digest: str, place: int = 0,
) -> None:
    """A finding holds from now on; earlier ones stay. text_digest: of the draft that was read;
    place: of a document, in it."""
    values = (said.reason, said.basis, said.title, said.level, said.file_number,
              said.classified_by, said.term)
    rows.add(unit.connection, {
        "case_id": case.id, "number": of.number, "document": of.document,
        "item_digest": of.digest, "text_digest": text_digest, "finding": said.finding,
        "secret": said.secret, "reason": said.reason, "basis": said.basis, "title": said.title,
        "level": said.level, "file_number": said.file_number,
        "classified_by": said.classified_by, "classified_on": said.classified_on,
        "term": said.term, "found_at": unit.now, "found_by": unit.actor.person_id,
    })
    digest = digest_of(list(values))
    unit.record(DocumentReviewed(
        place=place, finding=said.finding, secret=said.secret, finding_digest=digest,
    ) if of.document else SecrecyFound(
        number=of.number, finding=said.finding, secret=said.secret, finding_digest=digest,
    ), case)
