"""The log: one line an entry, with its time and the number of the request, without names.

Whatever a browser sends into an entry (an address with %0a in it) is escaped, so that nobody can
write lines of his own. Of a database's error only its kind is kept: its text may hold what
somebody typed.
"""

import logging
import secrets
import sys
import traceback
from datetime import UTC, datetime

from flask import Flask, g, has_request_context
from werkzeug.wrappers import Response

from web.frame.language import ZONE

_OF_DATABASES = ("sqlalchemy", "psycopg", "sqlite3")
_MOST_FRAMES = 12           # of each error, the innermost


class OneLine(logging.Formatter):
    """``time level logger [request] words``; an error follows as kind, words and places."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry as one line."""
        at = datetime.fromtimestamp(record.created, UTC).astimezone(ZONE)
        words = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            words += f" | {in_one_line(record.exc_info[1])}"
        return (
            f"{at.isoformat(timespec='milliseconds')} {record.levelname} {record.name} "
            f"[{request_id()}] {escaped(words)}"
        )


def in_one_line(error: BaseException) -> str:
    """An error, what led to it, and where: the innermost place first."""
    told = []
    seen = set[int]()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = traceback.extract_tb(cause.__traceback__)[-_MOST_FRAMES:]
        places = " < ".join(
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames)
        )
        told.append(f"{_kind_and_words(cause)} at {places or 'nowhere'}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return " | because of ".join(told)


def _kind_and_words(error: BaseException) -> str:
    kind = type(error)
    if not kind.__module__.startswith(_OF_DATABASES):
        return f"{kind.__qualname__}: {error}"
    code = getattr(getattr(error, "orig", error), "sqlstate", None) or "no code"
    statement = getattr(error, "statement", None)      # with places for values, never with values
    return f"{kind.__qualname__} ({code})" + (f" in {statement[:300]}" if statement else "")


def escaped(words: str) -> str:
    """Whatever could end a line or steer a terminal, written out."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in words
    )


def request_id() -> str:
    """The number of the request that is being answered; "-" when there is none."""
    return str(g.get("request_id", "-")) if has_request_context() else "-"


def set_up() -> None:
    """Write the log to standard error, for the supervisor to keep."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    # Requests wait a moment when all hands are busy; that is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _number() -> None:
    g.request_id = secrets.token_hex(5)


def _tell(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    return response


def install(app: Flask) -> None:
    """Number every request, and tell the browser its number."""
    app.before_request(_number)
    app.after_request(_tell)
