"""What is kept as JSON text: a form's values, a letter's facts, an event's data."""

from typing import Any

# Its keys are those of a form, a kind of letter or an event: known to these, not to a table.
JsonObject = dict[str, Any]
