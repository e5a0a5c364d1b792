"""What was typed and not handed in yet."""

from datetime import datetime
from typing import TypedDict

from engine.store.shapes.json import JsonObject


class DraftRow(TypedDict):
    """A draft of one page. form: a task's id, or "intake". version: another with every saving."""

    page: str
    form: str
    person_id: int
    version: str
    values: JsonObject
    saved_at: datetime
