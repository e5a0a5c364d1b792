"""Putting files on a case."""

from dataclasses import dataclass, field

from engine.actors.permissions import CASE_OFFICERS
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it came: its name by the sender's word and its bytes. Nothing is believed.

    label: which paper it is (``attachment.LABELS``); empty where nobody said.
    """

    name: str
    content: bytes = field(repr=False)
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class AddAttachment(Command[int], permission=CASE_OFFICERS):
    """Put a file on a case, and those chosen with it: all or none. Returns the first's id (int)."""

    case_id: int
    upload: Upload
    further: tuple[Upload, ...] = ()
