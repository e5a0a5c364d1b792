"""How the example district is played in tests: when, with which passwords, nobody watching."""

from datetime import datetime

from engine.statute.calendar.zone import ZONE

PRESENT = datetime(2026, 11, 23, 16, 0, tzinfo=ZONE)      # a Monday afternoon


def quiet(_done: int, _whole: int) -> None:
    """Nobody watches."""


def password_of(sign_in_name: str) -> str:
    return f"a fine word of {sign_in_name}"
