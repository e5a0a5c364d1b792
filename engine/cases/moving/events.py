"""A case went to another agency."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event):
    """Another agency handles it from now on; number and clock are as before."""

    case_id: int
    from_agency_id: int
    to_agency_id: int
    from_agency: str
    to_agency: str
