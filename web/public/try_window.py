"""Whoever tries dates without signing in: so much of one address and minute, by what it costs.

One window for the page and the interface for programs. A request counts for one; what it makes the
server do counts besides, so that a hundred small questions cost as much as one large one.
"""

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from web.frame.language import translate
from web.frame.throttle import Window

NAME = "gongkai_try_window"
A_MINUTE = 600              # small requests of one address
_EVENTS_FOR_ONE = 10        # a ledger with so many events costs as much as one request more
_DAYS_FOR_ONE = 100         # so many days of a proof, likewise


def enter() -> None:
    """One more request of this address. Raises TooManyRequests."""
    if seconds := _window().wait(request.remote_addr or ""):
        raise TooManyRequests(
            translate("请求过于频繁，请在 {seconds} 秒后再试。", seconds=seconds),
            retry_after=seconds,
        )


def charge(*, events: int = 0, days: int = 0) -> None:
    """Count what the request costs besides; the next one is held back for it, not this one."""
    _window().wait(request.remote_addr or "", events // _EVENTS_FOR_ONE + days // _DAYS_FOR_ONE)


def _window() -> Window:
    window: Window = current_app.extensions[NAME]
    return window
