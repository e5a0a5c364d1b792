"""Putting requests of one applicant together, and taking items out of one."""

from dataclasses import dataclass

from engine.actors.permissions import CASE_OFFICERS
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class SplitOffItems(Command[int], permission=CASE_OFFICERS):
    """Let items of a case become a case of their own: same applicant, number of its own, the
    clock of the case that they came from. Returns the new case's id (int)."""

    case_id: int
    numbers: tuple[int, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class MergeCase(Command[None], permission=CASE_OFFICERS):
    """Merge a case (已合并) into another of the same applicant, which answers its items. The clock
    of each is kept. Returns None."""

    case_id: int
    into_case_id: int
    reason: str
