"""Taking a request back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import letters
from engine.actors.permissions import INTAKE
from engine.transaction.messages import Command


def withdrawal_ways() -> Mapping[str, str]:
    """How a request may be taken back, as the letter that confirms it says."""
    return dict(letters.kinds()["withdrawn"].facts["withdrawal_way"].choices)


@dataclass(frozen=True, kw_only=True)
class WithdrawRequest(Command[None], permission=INTAKE):
    """Enter that the applicant took the request back: the reply period ends, and a letter says
    so. ``withdrawal_way``: one of ``withdrawal_ways``. Returns None."""

    case_id: int
    withdrawn_on: date
    withdrawal_way: str
