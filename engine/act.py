"""One move of one case: what a person handed in, or the timer that rang."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.live_case import LiveCase
from engine.store import tasks
from engine.task_forms import Form
from engine.unit_of_work import UnitOfWork


@dataclass
class Act:
    """``form``: what a person filled in, ``handed_in`` its values, clean. ``timer``: the row, when
    no person moved the case."""

    unit: UnitOfWork
    case: LiveCase
    form: Form | None = None
    handed_in: Mapping[str, Any] = field(default_factory=dict)
    timer: Mapping[str, Any] | None = None

    def written(self, name: str) -> Any:
        """What a form of the case says under this name: the one now handed in, if it asks for
        it, else the latest that did; None when nobody wrote anything."""
        if self.form is not None and any(each.name == name for each in self.form.fields):
            return self.handed_in.get(name)
        return tasks.latest_value(self.unit.connection, self.case.id, name)
