"""What a request asks for, one thing a row; what was searched; how cases hang together."""

from datetime import date, datetime
from typing import TypedDict


class ItemRow(TypedDict):
    """One version of an item; of one number the latest holds. letter_id: by which it was answered.

    from_number: the item that it was divided from. other_case_id: where it came from or went.
    """

    case_id: int
    number: int
    version: int
    description: str
    state: str
    ground: str
    finding: str
    withheld: str
    withheld_ground: str
    reason: str
    supply: str
    letter_id: int | None
    from_number: int | None
    other_case_id: int | None
    why: str
    recorded_at: datetime
    recorded_by: int | None


class NewSearchRecordRow(TypedDict):
    """What was searched for an item. replaces: the record that it takes the place of."""

    case_id: int
    number: int
    systems: str
    words: str
    period: str
    searched_by: str
    searched_on: date
    result: str
    note: str
    replaces: int | None
    why: str
    recorded_at: datetime
    recorded_by: int | None


class SearchRecordRow(NewSearchRecordRow):
    """A stored search record."""

    id: int


class CaseLinkRow(TypedDict):
    """How a case hangs together with another: it came out of it, or went into it."""

    case_id: int
    other_case_id: int
    kind: str
    reason: str
    linked_at: datetime
    linked_by: int
