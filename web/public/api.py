"""The public interface for programs: the contract of ``gongkai deadline`` over HTTP.

It needs no sign-in and changes nothing. What it takes and answers stands in ``openapi.yaml``.
"""

from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from declared.yaml_file import read
from engine import MalformedLedger, NationalCalendar, deadline
from web.frame.access import public, the_engine
from web.frame.throttle import Window

# Exempt from the form token (web.create_app): nothing here changes anything or looks at who is
# signed in, so there is nothing that another site could make a browser do.
pages = Blueprint("api", __name__, url_prefix="/api/v1")
OPENAPI = Path(__file__).parent / "openapi.yaml"
MOST_BYTES = 64 * 1024
A_MINUTE = 600      # requests of one address
JSON = "application/json"
_WORDS = {
    413: f"内容不能超过 {MOST_BYTES // 1024} KB",
    415: "请以 Content-Type: application/json 提交",
}


class TooOften(HTTPException):
    """An address asked more often than the window allows."""

    code = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(f"请求过于频繁，请在 {seconds} 秒后再试")
        self.seconds = seconds


def refuse(status: int, message: str, pointer: str = "") -> Response:
    """``{"error": {"pointer", "message"}}``; the pointer is a JSON pointer, "" the whole text."""
    response = jsonify(error={"pointer": pointer, "message": message})
    response.status_code = status
    return response


@pages.errorhandler(HTTPException)
def refused(error: HTTPException) -> Response:
    """Too long, not JSON, too often: in the form that programs read."""
    status = error.code or 500
    response = refuse(status, _WORDS.get(status, error.description or error.name))
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.seconds)
    return response


@pages.before_request
def hold_back() -> None:
    """Let no address ask more than so often. Raises TooOften."""
    window: Window = current_app.extensions["gongkai_api_window"]
    if seconds := window.wait(request.remote_addr or ""):
        raise TooOften(seconds)


@pages.post("/deadline")
@public
def answer() -> Response:
    """The due date of one ledger; ``?proof=1`` adds every day with its reason."""
    request.max_content_length = MOST_BYTES
    text = request.get_data(cache=False)
    if request.mimetype != JSON:
        return refuse(415, _WORDS[415])
    proof = request.args.get("proof", "0")
    if proof not in ("0", "1"):
        return refuse(422, "proof 只能为 0 或者 1")
    try:
        given = deadline.read(text)
        calendar = the_engine().ask(NationalCalendar())
        return jsonify(deadline.answer(given, proof=proof == "1", calendar=calendar))
    except MalformedLedger as error:
        return refuse(422, error.message, error.pointer)


@pages.get("/openapi.json")
@public
def openapi() -> Response:
    """The description of this interface (OpenAPI 3.1)."""
    return jsonify(description())


@cache
def description() -> dict[str, Any]:
    """``openapi.yaml`` as a tree."""
    tree: dict[str, Any] = read(OPENAPI).plain()
    return tree
