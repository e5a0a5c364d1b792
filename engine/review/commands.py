"""Saying what is found of an item, or of a document."""

from dataclasses import dataclass, field
from datetime import date

from engine.actors.permissions import holders
from engine.actors.roles import Role
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class FindSecrecy(Command[None], permission=holders(Role.CONFIDENTIALITY_REVIEWER)):
    """Say whether what an item asks for may be disclosed, or a document that goes with the draft:
    number 0, and its name. finding: of ``SECRECY_FINDINGS``; secret: it, or a part of it, is a
    state secret, then the index entry names it (title without content, level of ``LEVELS``, who
    classified it and when, for how long). No file belongs to it: a secret is never kept here.
    Returns None."""

    case_id: int
    number: int = 0
    document: str = field(default="", repr=False)
    finding: str
    secret: bool = False
    reason: str = field(default="", repr=False)
    basis: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    level: str = ""
    file_number: str = field(default="", repr=False)
    classified_by: str = field(default="", repr=False)
    classified_on: date | None = None
    term: str = field(default="", repr=False)
