"""What a command says, as a digest: a form sent again is told from one that says something else.

The digest is keyed: passwords are among what is typed, and nobody who reads the database may try
guesses against it.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

#: Metadata of a field that the program makes anew for each sending; nobody typed it.
MADE_FOR_ONE_SENDING: Mapping[str, bool] = MappingProxyType({"made for one sending": True})


def digest(command: object, secret: bytes) -> str:
    """64 hexadecimal digits for all that was typed of a command, its kind included."""
    said = json.dumps([type(command).__name__, _plain(command)], sort_keys=True)
    return hmac.digest(secret, said.encode(), "sha256").hex()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            each.name: _plain(getattr(value, each.name)) for each in fields(value)
            if each.metadata != MADE_FOR_ONE_SENDING
        }
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, bytes):
        return sha256(value).hexdigest()
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return value if value is None or isinstance(value, str | int) else str(value)
