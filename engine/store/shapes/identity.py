"""Sessions and attempts."""

from datetime import datetime
from typing import TypedDict


class SessionRow(TypedDict):
    """Somebody who is signed in: the digest of his token, and when he was last seen."""

    token_digest: str
    person_id: int
    created_at: datetime
    seen_at: datetime
    address: str


class SignInAttemptRow(TypedDict):
    """A sign-in that failed, by name and address."""

    id: int
    at: datetime
    sign_in_name: str
    address: str
