"""Names of tokens: version 7 UUIDs (RFC 9562, 5.7) as 32 hexadecimal digits.

The library would make a random ``UUID`` object for each. Text is its own fast key, and what
begins with the time lands at one edge of the store's indexes, however many cases it holds.
"""

import os
import re
import time

_NAME = re.compile("[0-9a-f]{32}")


def new() -> str:
    """A name that no other token has."""
    rest = bytearray(os.urandom(10))
    rest[0] = 0x70 | rest[0] & 0x0F
    rest[2] = 0x80 | rest[2] & 0x3F
    return f"{time.time_ns() // 1_000_000:012x}{rest.hex()}"


def is_name(text: str) -> bool:
    """Whether a text could be the name of a token."""
    return _NAME.fullmatch(text) is not None
