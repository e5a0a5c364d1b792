"""What happened, in the past tense: every kind of event is a subclass that its room defines."""

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. Its class's name is the ``kind`` in the record, its fields the data.

    A class that is named anew says ``stored_as=`` the name that the record knows it by; a field
    keeps its name, for rows that were written are never changed.

    No personal data stand here: people by id, applicants not at all, texts by digest. The one
    exception is the network address of who signs in, which an inquiry into misuse cannot do
    without.
    """

    stored_as: ClassVar[str]

    def __init_subclass__(cls, *, stored_as: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.stored_as = stored_as or cls.__name__


def digest_of(values: Any) -> str:
    """SHA-256 of JSON values, for events that must not hold the values themselves."""
    return hashlib.sha256(
        orjson.dumps(values, option=orjson.OPT_SORT_KEYS, default=str)
    ).hexdigest()
