"""The tables. Migrations build the same schema; a test compares the two.

Instants are UTC, legal dates are plain dates. JSON is kept as compact text: the process
library depends on the order of keys, which JSONB would change.
"""

from engine.store.tables.beside import (
    assistance_turns,
    assistances,
    consultations,
    excesses,
    fees,
    legal_advice,
    legal_advice_words,
    transfers,
)
from engine.store.tables.cases import (
    applicants,
    case_applicants,
    cases,
    clock_entries,
    instances,
    number_series,
    registration_versions,
    remedy_cases,
    tasks,
    timers,
)
from engine.store.tables.columns import Instant, Json, metadata
from engine.store.tables.identity import sessions, sign_in_attempts
from engine.store.tables.items import (
    case_links,
    items,
    search_records,
)
from engine.store.tables.papers import (
    arrival_calls,
    arrival_papers,
    arrivals,
    attachment_withdrawals,
    attachments,
    blobs,
    letters,
    secrecy_findings,
    secrecy_referrals,
    services,
    sign_off_rounds,
    sign_off_steps,
)
from engine.store.tables.people import (
    agencies,
    agency_changes,
    agency_endings,
    duties,
    people,
    units,
)
from engine.store.tables.record import ACCOUNT_EVENTS, audit_events, audit_head
from engine.store.tables.rules import (
    agency_settings,
    calendar_notices,
    legal_advisers,
    sign_off_arrangements,
)
from engine.store.tables.system import drafts, heartbeats, idempotency_keys

__all__ = [
    "ACCOUNT_EVENTS", "Instant", "Json", "agencies", "agency_changes", "agency_endings",
    "agency_settings", "applicants", "arrival_calls", "arrival_papers", "arrivals",
    "assistance_turns", "assistances", "attachment_withdrawals", "attachments", "audit_events",
    "audit_head", "blobs", "calendar_notices", "case_applicants", "case_links", "cases",
    "clock_entries", "consultations", "drafts", "duties", "excesses", "fees", "heartbeats",
    "idempotency_keys", "instances", "items", "legal_advice", "legal_advice_words",
    "legal_advisers", "letters", "metadata", "number_series", "people", "registration_versions",
    "remedy_cases", "search_records", "secrecy_findings", "secrecy_referrals", "services",
    "sessions", "sign_in_attempts", "sign_off_arrangements", "sign_off_rounds", "sign_off_steps",
    "tasks", "timers", "transfers",
    "units",
]
