"""Putting files on a case."""

from dataclasses import dataclass, field

from engine.actors.permissions import CASE_OFFICERS, holders
from engine.actors.roles import Role
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


@dataclass(frozen=True, kw_only=True)
class WithdrawAttachment(Command[None], permission=CASE_OFFICERS):
    """Take back a file that was put to the case by mistake: it is kept and no longer offered.
    Returns None."""

    attachment_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuarantineAttachment(
    Command[None], permission=holders(
        Role.INTAKE_OFFICER, Role.HANDLER, Role.CONFIDENTIALITY_REVIEWER, Role.MANAGER)
):
    """Remove a secret that was uploaded by mistake, for good and at whatever stage; that it was
    there stays on the record. Returns None."""

    attachment_id: int
    reason: str
