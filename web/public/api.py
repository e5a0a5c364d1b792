"""The public interface for programs: the contract of ``gongkai deadline`` over HTTP.

It needs no sign-in and changes nothing. What it takes and answers stands in ``openapi.yaml``.
"""

from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from declared.yaml_file import read
from engine import MalformedLedger, NationalCalendar, deadline
from web.frame.access import public, the_engine
from web.frame.errors import in_json
from web.public import try_window

# Exempt from the form token (web.create_app): nothing here changes anything or looks at who is
# signed in, so there is nothing that another site could make a browser do.
pages = Blueprint("api", __name__, url_prefix="/api/v1")
OPENAPI = Path(__file__).parent / "openapi.yaml"
MOST_BYTES = 64 * 1024
MOST_EVENTS = 60    # of one ledger
JSON = "application/json"
_WORDS = {
    413: f"内容不能超过 {MOST_BYTES // 1024} KB",
    415: "请以 Content-Type: application/json 提交",
}


@pages.errorhandler(HTTPException)
def refused(error: HTTPException) -> Response:
    """Too long, not JSON, too often: in the form that programs read."""
    status = error.code or 500
    return in_json(status, _WORDS.get(status, error.description or error.name), error=error)


@pages.post("/deadline")
@public
def answer() -> Response:
    """The due date of one ledger; ``?proof=1`` adds every day with its reason."""
    try_window.enter()
    request.max_content_length = MOST_BYTES
    text = request.get_data(cache=False)
    if request.mimetype != JSON:
        return in_json(415, _WORDS[415])
    proof = request.args.get("proof", "0")
    if proof not in ("0", "1"):
        return in_json(422, "proof 只能为 0 或者 1")
    try:
        given = deadline.read(text)
        events = _events(given)
        try_window.charge(events=events)
        calendar = the_engine().ask(NationalCalendar())
        found = deadline.answer(given, proof=proof == "1", calendar=calendar)
    except MalformedLedger as error:
        return in_json(422, error.message, error.pointer)
    try_window.charge(days=len(found.get("days", ())))
    return jsonify(found)


def _events(given: object) -> int:
    """How many events a ledger has, if it is one. Raises MalformedLedger for too many."""
    events = given.get("events") if isinstance(given, dict) else None
    count = len(events) if isinstance(events, list) else 0
    if count > MOST_EVENTS:
        raise MalformedLedger("/events", f"事项超过{MOST_EVENTS}项")
    return count


@pages.get("/openapi.json")
@public
def openapi() -> Response:
    """The description of this interface (OpenAPI 3.1)."""
    try_window.enter()
    return jsonify(description())


@cache
def description() -> dict[str, Any]:
    """``openapi.yaml`` as a tree."""
    tree: dict[str, Any] = read(OPENAPI).plain()
    return tree
