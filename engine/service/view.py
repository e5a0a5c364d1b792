"""The service of a letter on screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.people import rows as people_rows
from engine.service import rows
from engine.transaction.snapshot import Snapshot

#: What became of an attempt.
SERVICE_STATES: Mapping[str, str] = {
    "sent": "已寄出，等待送达结果", "delivered": "已送达", "returned": "被退回",
}


@dataclass(frozen=True, kw_only=True)
class ServiceView:
    """An attempt to serve a letter. state: one of ``SERVICE_STATES``. mended: a later entry holds
    in its place; ``reason``: why this one holds in another's."""

    id: int
    letter_id: int
    way: str
    sent_on: date
    tracking_number: str
    recipient: str
    note: str
    state: str
    ended_on: date | None
    return_reason: str
    recorded_by: str
    recorded_at: datetime
    reason: str
    mended: bool
    latest: bool        # the last one of its letter


def services_of(at: Snapshot, case_id: int) -> Sequence[ServiceView]:
    """Every attempt for every letter of a case, oldest first, with what was put right."""
    found = rows.of_case(at.connection, case_id)
    replaced = {each["replaces"] for each in found}
    last = {each["letter_id"]: each["id"] for each in found}
    return tuple(
        ServiceView(
            id=each["id"], letter_id=each["letter_id"], way=each["way"], sent_on=each["sent_on"],
            tracking_number=each["tracking_number"], recipient=each["recipient"],
            note=each["note"], state=each["state"], ended_on=each["ended_on"],
            return_reason=each["return_reason"],
            recorded_by=people_rows.name_of(at.connection, each["recorded_by"]),
            recorded_at=each["recorded_at"], reason=each["reason"],
            mended=each["id"] in replaced, latest=last[each["letter_id"]] == each["id"],
        )
        for each in found
    )
