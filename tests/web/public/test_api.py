"""The interface for programs answers what the library answers, and refuses in words."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.errors import DatabaseBusy
from engine.statute.clock import deadline
from engine.statute.clock.ledger import TYPES
from engine.statute.values.discretion import all_choices
from engine.statute.values.rule_sets import PARTIES
from engine.statute.values.ways_of_service import ways_of_service
from tests.statute.test_worked_deadlines import TABLE, ledger
from tests.web.conftest import Visitor
from web.frame.throttle import Window
from web.public import api, try_window

ADDRESS = "/api/v1/deadline"
ONE = {"received": "2026-03-02", "channel": "in_person"}
SCHEMAS: dict[str, Any] = api.description()["components"]["schemas"]


def ask(app: Flask, given: object, address: str = ADDRESS, **more: Any) -> TestResponse:
    """A program without cookies or token; text and bytes go as they are."""
    data = given if isinstance(given, (str, bytes)) else json.dumps(given)
    options = {"content_type": "application/json", **more}
    return app.test_client().post(address, data=data, **options)


# -- the description, held against what is really asked and answered ---------------------------

KINDS: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
    "null": type(None),
}
SAID = {"description", "default", "$ref", "type", "enum", "pattern", "properties", "required",
        "additionalProperties", "items", "minimum", "maximum", "minLength", "maxLength", "maxItems"}


def unlike(value: Any, schema: dict[str, Any], place: str = "") -> list[str]:
    """Where a value is not as the schema says; knows every keyword that the description uses."""
    assert set(schema) <= SAID, set(schema) - SAID
    if "$ref" in schema:
        return unlike(value, SCHEMAS[schema["$ref"].rsplit("/", 1)[1]], place)
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    fits = any(
        isinstance(value, KINDS[name]) and not (name == "integer" and isinstance(value, bool))
        for name in names
    )
    if not fits:
        return [f"{place}: {value!r} is no {names}"]
    wrong = []
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{place}: {value!r} is not listed")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        wrong.append(f"{place}: {value!r} has another form")
    if isinstance(value, dict):
        wrong += _unlike_object(value, schema, place)
    if isinstance(value, list):
        for number, each in enumerate(value):
            wrong += unlike(each, schema["items"], f"{place}/{number}")
    return wrong


def _unlike_object(value: dict[str, Any], schema: dict[str, Any], place: str) -> list[str]:
    wrong = [f"{place}: {name} is missing" for name in schema.get("required", [])
             if name not in value]
    for name, each in value.items():
        known = schema.get("properties", {}).get(name, schema.get("additionalProperties", False))
        wrong += [f"{place}: unknown {name}"] if known is False else unlike(
            each, known, f"{place}/{name}")
    return wrong


def test_every_worked_deadline_is_answered_as_by_the_library_and_as_described(app: Flask) -> None:
    assert len(TABLE) > 20
    for row in TABLE:
        given = ledger(row)
        assert unlike(given, SCHEMAS["Ledger"]) == [], row["id"]
        for proof in (False, True):
            answer = ask(app, given, f"{ADDRESS}?proof={int(proof)}")
            assert answer.status_code == 200, row["id"]
            assert answer.get_json() == deadline.answer(given, proof=proof), row["id"]
            assert ("days" in answer.get_json()) is proof
            assert unlike(answer.get_json(), SCHEMAS["Answer"]) == [], row["id"]


def test_the_description_lists_all_that_the_statute_knows(app: Flask) -> None:
    event = SCHEMAS["Event"]["properties"]
    assert event["type"]["enum"] == list(TYPES)
    assert event["service"]["enum"] == list(ways_of_service())
    assert sorted(event["party"]["enum"]) == sorted(PARTIES)
    assert set(SCHEMAS["Settings"]["properties"]) == set(all_choices())
    for name, choice in all_choices().items():
        if choice.choices and "enum" in SCHEMAS["Settings"]["properties"][name]:
            listed = SCHEMAS["Settings"]["properties"][name]["enum"]
            assert listed == [key for key, _ in choice.choices]


def test_the_description_is_given_and_its_own_example_holds(app: Flask, visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/openapi.json")
    described = json.loads(answer.get_data())
    assert described == api.description()
    assert described["openapi"] == "3.1.0"
    served = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert set(described["paths"]) == served
    body = described["paths"][ADDRESS]["post"]["requestBody"]["content"]["application/json"]
    answered = ask(app, body["example"])
    assert answered.get_json()["due"] == "2026-01-29"


# -- what bad input gets ------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "pointer"), [
    ("", ""), ("{", ""), (b"\xff\xfe", ""), ("[" * 60_000, ""), ('"\\ud800"', ""), ("NaN", ""),
    ('{"received":"2026-03-02","received":"2026-03-03","channel":"fax"}', "/received"),
    ([], ""), ({}, "/received"), ({"received": "2026-03-02"}, "/channel"),
    ({**ONE, "received": "2026-02-30"}, "/received"),
    ({**ONE, "received": "2007-01-04"}, "/received"),
    ({**ONE, "events": {}}, "/events"),
    ({**ONE, "events": [{"type": "fee_paid", "on": "2026-03-03"}] * 61}, "/events"),
    ({**ONE, "events": [{"type": "\ud800", "on": "2026-03-03"}]}, "/events/0/type"),
    ({**ONE, "channel": "\ud800"}, "/channel"),
    ({**ONE, "events": [{"type": "extended", "on": "2026-03-03"}]}, "/events/0/working_days"),
    ({**ONE, "events": [{"type": "extended", "on": "2026-03-03", "working_days": -1}]},
     "/events/0/working_days"),
    ({**ONE, "settings": {"suspension_starts": "never"}}, "/settings/suspension_starts"),
    ({**ONE, "a/b~c": 1}, "/a~1b~0c"),
])
def test_what_is_no_ledger_is_refused_naming_the_place(
    app: Flask, given: object, pointer: str
) -> None:
    answer = ask(app, given)
    assert answer.status_code == 422
    assert unlike(answer.get_json(), SCHEMAS["Error"]) == []
    assert answer.get_json()["error"]["pointer"] == pointer
    assert answer.get_json()["error"]["message"]


def test_an_event_that_the_law_does_not_allow_is_a_finding_and_no_error(app: Flask) -> None:
    given = {**ONE, "events": [{"type": "extended", "on": "2026-03-10", "working_days": 21}]}
    answer = ask(app, given)
    assert answer.status_code == 200
    assert answer.get_json()["due"] == "2026-03-30"
    assert [f["code"] for f in answer.get_json()["findings"]] == ["extension_too_long"]


def test_more_than_64_kilobytes_are_not_read(app: Flask) -> None:
    answer = ask(app, json.dumps(ONE) + " " * 64 * 1024)
    assert answer.status_code == 413
    assert unlike(answer.get_json(), SCHEMAS["Error"]) == []


def test_only_json_is_taken(app: Flask) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = ask(app, ONE, content_type=kind)
        assert answer.status_code == 415, kind
        assert unlike(answer.get_json(), SCHEMAS["Error"]) == []


def test_neither_a_session_nor_a_form_token_is_needed_or_given(app: Flask) -> None:
    answer = ask(app, ONE)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_page_of_another_site_may_not_ask(app: Flask) -> None:
    answer = ask(app, ONE, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert unlike(answer.get_json(), SCHEMAS["Error"]) == []


# -- not too often ------------------------------------------------------------------------------


def test_who_asks_too_often_is_told_when_to_come_back(app: Flask) -> None:
    app.extensions[try_window.NAME] = Window(2, now=lambda: 90.0)
    assert [ask(app, ONE).status_code for _ in range(3)] == [200, 200, 429]
    answer = ask(app, ONE)
    assert answer.headers["Retry-After"] == "30"
    assert "30 秒" in answer.get_json()["error"]["message"]
    elsewhere = ask(app, ONE, environ_base={"REMOTE_ADDR": "127.0.0.9"})
    assert elsewhere.status_code == 200, "every address has its own window"


def test_a_new_window_forgets_the_old_one() -> None:
    clock = [0.0]
    window = Window(1, 60, now=lambda: clock[0])
    assert [window.wait("a"), window.wait("a")] == [0, 60]
    clock[0] = 59.5
    assert window.wait("a") == 1
    clock[0] = 60.0
    assert window.wait("a") == 0


def test_what_costs_more_is_held_back_sooner(app: Flask) -> None:
    """Thirty ledgers of sixty events are as dear as two hundred small ones."""
    large = {**ONE, "events": [{"type": "fee_paid", "on": "2026-03-03"}] * 60}
    app.extensions[try_window.NAME] = Window(21, now=lambda: 90.0)
    assert [ask(app, large).status_code for _ in range(4)] == [200, 200, 200, 429]
    app.extensions[try_window.NAME] = Window(21, now=lambda: 90.0)
    assert {ask(app, ONE).status_code for _ in range(21)} == {200}


def test_a_proof_of_many_years_counts_for_many(app: Flask) -> None:
    until = {**ONE, "events": [
        {"type": "reasons_requested", "on": "2026-03-03"},
        {"type": "reasons_given", "on": "2026-03-03"},
        {"type": "deferred", "on": "2026-03-03", "until": "2090-03-03"},
    ]}
    app.extensions[try_window.NAME] = Window(100, now=lambda: 90.0)
    assert ask(app, until, f"{ADDRESS}?proof=1").status_code == 200
    assert ask(app, ONE).status_code == 429


def test_the_page_and_the_interface_have_one_window(app: Flask, visitor: Visitor) -> None:
    app.extensions[try_window.NAME] = Window(2, now=lambda: 90.0)
    assert visitor.get("/calculator").status_code == 200
    assert ask(app, ONE).status_code == 200
    answer = visitor.get("/calculator?received=2026-03-02&channel=in_person")
    assert answer.status_code == 429
    assert "30 秒后再试" in answer.get_data(as_text=True)
    assert answer.headers["Retry-After"] == "30"


# -- one shape of error --------------------------------------------------------------------------


def _error(answer: TestResponse, code: int) -> dict[str, str]:
    assert answer.status_code == code
    assert answer.mimetype == "application/json"
    assert unlike(answer.get_json(), SCHEMAS["Error"]) == []
    error: dict[str, str] = answer.get_json()["error"]
    assert error["message"]
    return error


def test_whatever_is_wrong_is_told_in_the_shape_that_is_described(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    _error(client.get("/api/v1/nothing"), 404)
    _error(client.get("/api/"), 404)
    wrong_method = client.get(ADDRESS)
    _error(wrong_method, 405)
    assert "POST" in wrong_method.headers["Allow"]
    _error(client.post(ADDRESS, headers={"Host": "elsewhere.example"}), 400)
    _error(ask(app, ONE, headers={"Sec-Fetch-Site": "cross-site"}), 403)

    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(deadline, "answer", broken)
        _error(ask(app, ONE), 500)

    def away(*_: Any, **__: Any) -> Any:
        raise DatabaseBusy

    with monkeypatch.context() as patched:
        patched.setattr(app.extensions["gongkai"], "ask", away)
        answer = ask(app, ONE)
        _error(answer, 503)
        assert answer.headers["Retry-After"]
    described = api.description()["paths"][ADDRESS]["post"]["responses"]
    assert {"400", "403", "405", "413", "415", "422", "429", "500", "503"} <= set(described)


def test_the_command_tells_an_error_in_the_same_shape() -> None:
    [answer] = deadline.lines(['{"received": "2026-02-30", "channel": "fax"}'])
    assert unlike(answer, SCHEMAS["Error"]) == []
    assert answer["error"]["pointer"] == "/received"
