"""One move of one case: what a person handed in, or the timer that rang."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.live_case import LiveCase
from engine.unit_of_work import UnitOfWork


@dataclass
class Act:
    """``handed_in``: the form's values, clean. ``timer``: the row, when no person moved it."""

    unit: UnitOfWork
    case: LiveCase
    handed_in: Mapping[str, Any] = field(default_factory=dict)
    timer: Mapping[str, Any] | None = None
