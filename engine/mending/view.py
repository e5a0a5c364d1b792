"""How a registration was before it was put right, for the page of its case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.cases.glance.applicant import mask_name
from engine.mending.correcting import registered
from engine.registration.versions import rows, version
from engine.registration.versions.version import REGISTERED, Registration
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot

#: What stands on pages as it is; of a name its first character, of the rest only that it changed.
_PLAIN = frozenset({
    "channel", "arrived_on", "received_on", "kind", "id_kind", "country", "authority", "subject",
    "description", "form_of_supply", "way_of_supply", "area", "written_for_applicant", "written_by",
    "needs_assistance", "suggests_publication",
})


@dataclass(frozen=True, kw_only=True)
class ChangedField:
    """A field that was put right; personal data are told only by its ``title``."""

    name: str
    title: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class RegistrationVersion:
    """A correction: what it changed, who made it and why. receipt_id: the receipt issued by it, in
    the place of former_receipt_id. stating: ids of letters that state what was wrong."""

    corrected_by: str
    corrected_at: datetime
    reason: str
    fields: tuple[ChangedField, ...]
    due_before: date | None
    due_after: date | None
    receipt_id: int | None
    former_receipt_id: int | None
    stating: tuple[int, ...]


def registration_versions(at: Snapshot, row: CaseRow) -> tuple[RegistrationVersion, ...]:
    """The corrections of a case that is seen, the oldest first."""
    found = rows.of_case(at.connection, row["id"])
    held = [version.as_it_held(at.connection, each) for each in found]
    return tuple(
        _view(each, before, after)
        for each, before, after in zip(found, held, [*held[1:], *_now(at, row, held)], strict=True)
    )


def _now(at: Snapshot, row: CaseRow, held: Sequence[Registration]) -> Iterable[Registration]:
    return [registered(at, row)] if held else []


def _view(
    each: rows.VersionWithName, before: Registration, after: Registration
) -> RegistrationVersion:
    return RegistrationVersion(
        corrected_by=each["corrected_by_name"], corrected_at=each["corrected_at"],
        reason=each["reason"], fields=changed_fields(each["fields"], before, after),
        due_before=each["due_on"], due_after=each["due_after"], receipt_id=each["receipt_id"],
        former_receipt_id=each["former_receipt_id"], stating=tuple(each["stating"]),
    )


def changed_fields(
    names: Iterable[str], before: Registration, after: Registration
) -> tuple[ChangedField, ...]:
    """These fields, before and after, as they may stand on a page."""
    old, new = _shown(before), _shown(after)
    return tuple(
        ChangedField(name=name, title=REGISTERED[name], before=old.get(name), after=new.get(name))
        for name in names
    )


def _shown(registration: Registration) -> dict[str, Any]:
    values = registration.values()
    return {
        **{name: value for name, value in values.items() if name in _PLAIN},
        "name": mask_name(values["name"], values["kind"]),
        "joint": "、".join(mask_name(each["name"], each["kind"]) for each in values["joint"]),
        "agent": "、".join(mask_name(each["name"], each["kind"]) for each in values["agent"]),
    }
