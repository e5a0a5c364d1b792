"""Search words in an address, sealed: they may name an applicant, and addresses are kept.

Proxies write addresses into their logs, browsers into their history. What stands in an address can
be read by this installation alone, and is the same each time, so that a list can still be kept as
a bookmark, paged, exported and handed to a colleague without the server remembering anything.

A keystream under a synthetic nonce, both of HMAC-SHA-256 (the construction of RFC 5297): the nonce
is made of the words themselves, so it shows when a seal is not ours and is never used for others.
"""

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from itertools import count

from flask import current_app

_NONCE = 12             # bytes
_PADDED_TO = 16         # bytes, so that the length tells little of the words
_LONGEST = 2000         # letters of a seal


def seal(words: str) -> str:
    """The words as an address may hold them; empty for none."""
    if not words:
        return ""
    data = words.encode(errors="replace")
    data += bytes(-len(data) % _PADDED_TO)
    nonce = _mac(b"nonce", data)[:_NONCE]
    return urlsafe_b64encode(nonce + _mixed(nonce, data)).decode().rstrip("=")


def unseal(sealed: str) -> str:
    """What was sealed; empty for what no installation with our key made."""
    if not sealed or len(sealed) > _LONGEST:
        return ""
    try:
        whole = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
    except (ValueError, binascii.Error):
        return ""
    nonce = whole[:_NONCE]
    data = _mixed(nonce, whole[_NONCE:])
    if not hmac.compare_digest(_mac(b"nonce", data)[:_NONCE], nonce):
        return ""
    return data.rstrip(b"\0").decode(errors="replace")


def _mac(purpose: bytes, data: bytes) -> bytes:
    key = hmac.digest(current_app.config["SECRET_KEY"], b"search words", sha256)
    return hmac.digest(key, purpose + b"\0" + data, sha256)


def _mixed(nonce: bytes, data: bytes) -> bytes:
    """The data with the keystream of this nonce, there or back."""
    stream = b""
    for block in count():
        if len(stream) >= len(data):
            break
        stream += _mac(b"stream", nonce + block.to_bytes(4, "big"))
    return bytes(a ^ b for a, b in zip(data, stream, strict=False))
