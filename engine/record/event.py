"""What happened, in the past tense: every kind of event is a subclass that its room defines."""

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. Its class's name is the ``kind`` in the record, its fields the data.

    No personal data stand here: people by id, applicants not at all, texts by digest. The one
    exception is the network address of who signs in, which an inquiry into misuse cannot do
    without.
    """


def digest_of(values: Any) -> str:
    """SHA-256 of JSON values, for events that must not hold the values themselves."""
    return hashlib.sha256(
        orjson.dumps(values, option=orjson.OPT_SORT_KEYS, default=str)
    ).hexdigest()
