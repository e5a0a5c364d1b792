"""What was found of a draft, item by item and document by document."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from declared.field import lines
from engine.items.item import RequestItem
from engine.secrecy.finding import Reviewed, gives, of_document, of_item, reviewed
from engine.statute.values import grounds
from engine.store import Connection
from engine.store.shapes import LetterRow

_WITH_THE_LETTER = "attachments"    # the fact of a letter that names what goes with it


def documents_of(draft: LetterRow) -> tuple[str, ...]:
    """The documents that go with a draft, each once, by their names."""
    named = draft["facts"].get(_WITH_THE_LETTER) or ()
    return tuple(dict.fromkeys(lines(named) if isinstance(named, str) else named))


def of_draft(
    connection: Connection, case_id: int, draft: LetterRow, answered: Iterable[RequestItem],
    ground: str,
) -> tuple[Reviewed, ...]:
    """Each item that a draft answers and each document that goes with it, with its finding and
    what becomes of it. ground: of the letter, on which it answers an item that has none itself."""
    answered = tuple(answered)
    found = reviewed(connection, case_id, (
        *map(of_item, answered), *map(of_document, documents_of(draft))))
    becomes = {each.number: (
        gives(each.ground or ground),
        draft["facts"].get("withheld_ground") or each.row["withheld_ground"],
    ) for each in answered}
    # A document goes as it lies there: what was to be taken out of it is taken out.
    return tuple(replace(
        each, gives=(given := becomes.get(each.matter.number, ("part", "")))[0],
        of_secret=given[0] == "part" and bool(given[1]) and grounds.withholds_secret(given[1]),
        current=each.finding is not None and each.finding["text_digest"] == draft["text_digest"],
    ) for each in found)


def not_passing(found: Iterable[Reviewed]) -> str:
    """Why a draft may not pass, in Chinese; "" else."""
    return next(filter(None, (each.lacks() for each in found)), "")


def concluded(found: Sequence[Reviewed]) -> tuple[Reviewed, ...]:
    """The same as the conclusion leaves them. Of a single item with a single document at most the
    conclusion on the draft is the finding itself, where none was made, or of an earlier text."""
    items = [each for each in found if not each.matter.document]
    if len(items) != 1 or len(found) > 2:
        return tuple(found)
    return tuple(
        replace(each, said=each.said or "may_disclose", current=True)
        if each.said in ("", "may_disclose", "partly") else each for each in found)
