"""Whether the installation is well."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Health:
    """Is the installation well: used by /healthz and the system page."""

    database: str
    revision: str
    ticker_seen_at: datetime | None
    calendar_until: int        # last year with a published calendar
    audit_seq: int
    pdf: bool
    problems: tuple[str, ...] = ()
