"""Sessions and attempts."""

from datetime import datetime
from typing import TypedDict


class SessionRow(TypedDict):
    token_digest: str
    person_id: int
    created_at: datetime
    seen_at: datetime
    address: str


class SignInAttemptRow(TypedDict):
    id: int
    at: datetime
    sign_in_name: str
    address: str
