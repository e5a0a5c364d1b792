"""Bytes, each kept once under its SHA-256."""

import hashlib

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.statements import Prepared
from engine.store.tables import blobs

_KEEP = {
    dialect.dialect.name: Prepared(dialect.insert(blobs).on_conflict_do_nothing())
    for dialect in (sqlite, postgresql)
}


def digest_of(content: bytes) -> str:
    """The SHA-256 under which bytes are kept; of a large file, to be asked beforehand."""
    return hashlib.sha256(content).hexdigest()


def keep(connection: Connection, content: bytes, digest: str) -> None:
    """Keep bytes under their digest; the same bytes twice are one row."""
    _KEEP[connection.dialect.name].run(connection, {"digest": digest, "content": content})


def erase(connection: Connection, digest: str) -> None:
    """Let the bytes be gone for good; that they were there stays known by their digest."""
    connection.execute(update(blobs).where(blobs.c.digest == digest).values(content=b""))


def is_erased(connection: Connection, digest: str) -> bool:
    """Whether bytes of this digest were kept and are gone: nobody keeps an empty file."""
    return connection.execute(
        select(blobs.c.digest).where(blobs.c.digest == digest, func.length(blobs.c.content) == 0)
    ).first() is not None


def content(connection: Connection, digest: str) -> bytes:
    """The bytes of a digest. Raises ValueError when they were altered since."""
    found = bytes(
        connection.execute(select(blobs.c.content).where(blobs.c.digest == digest)).scalar_one()
    )
    if digest_of(found) != digest:
        raise ValueError(f"stored bytes do not match their digest {digest}")
    return found
