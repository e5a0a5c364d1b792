"""What the same applicant asked for before: for the count of article 35, and so that nothing is
answered twice without a word (article 36, item 6).

Known again by the document, by the name where no document says otherwise, or by the telephone
alone, which only hints. Numbers are compared as digests.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from engine.registration.applicants import rows
from engine.store import Connection
from engine.store.folding import folded

_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class EarlierRequest:
    """One of them. known_by: document | name | joint | phone; same_content: word for word."""

    case_id: int
    number: str
    subject: str
    received_on: date
    status: str
    letter_kind: str
    known_by: str
    same_content: bool


@dataclass(frozen=True, kw_only=True)
class EarlierRequests:
    """The latest of them. within_year: those of the twelve months before that are surely his;
    more: there are others that are not shown."""

    requests: tuple[EarlierRequest, ...] = ()
    within_year: int = 0
    same_content: int = 0
    since: date | None = None
    more: bool = False


NOTHING_EARLIER = EarlierRequests()


def earlier_requests(
    connection: Connection, agencies: Collection[int] | None, digests: Mapping[str, str], *,
    subject: str, description: str, by: date, other_than: int = 0,
) -> EarlierRequests:
    """Those of one applicant among the cases of these agencies, received until ``by``."""
    since = a_year_before(by)
    wanted = {name: value for name, value in digests.items() if value}
    if not wanted:
        return EarlierRequests(since=since)
    content = {text for text in (folded(subject), folded(description)) if text}
    found: list[EarlierRequest] = []
    for row in rows.earlier(connection, agencies, wanted, by, other_than):
        known = _known_by(row, digests)
        if known:
            found.append(EarlierRequest(
                case_id=row["id"], number=row["number"], subject=row["subject"],
                received_on=row["received_on"], status=row["status"],
                letter_kind=row["letter_kind"], known_by=known,
                same_content=bool(content & {
                    text for text in (folded(row["subject"]), folded(row["description"])) if text}),
            ))
    surely = [each for each in found if each.known_by != "phone"]
    # The same content stands first, however long ago it was.
    shown = sorted(found, key=lambda each: not each.same_content)[:_SHOWN]
    return EarlierRequests(
        requests=tuple(shown), since=since, more=len(found) > _SHOWN,
        within_year=sum(each.received_on > since for each in surely),
        same_content=sum(each.same_content for each in surely),
    )


def _known_by(row: rows.EarlierCase, digests: Mapping[str, str]) -> str:
    if digests["id_digest"] and row["id_digest"] == digests["id_digest"]:
        return "document"
    other_document = digests["id_digest"] and row["id_digest"]
    if digests["name_digest"] and row["name_digest"] == digests["name_digest"]:
        if not other_document:
            return "name"
    elif row["asked_jointly"]:
        return "joint"
    if digests["phone_digest"] and row["phone_digest"] == digests["phone_digest"]:
        return "phone"
    return ""


def a_year_before(day: date) -> date:
    """The same day of the year before; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
