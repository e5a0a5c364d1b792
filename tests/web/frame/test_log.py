"""The log: one line an entry, nothing forged in it, nobody's name in it."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from engine import Role
from engine.store.database import Database
from tests.engine.office import Office
from tests.web.conftest import Visitor
from web.log import OneLine

APPLICANT = "王小明"


class Kept(logging.Handler):
    """What the log would hold, line by line."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(OneLine())
        self.lines = list[str]()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def _break(app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(*_: object, **__: object) -> object:
        raise error

    monkeypatch.setattr(app.extensions["gongkai"], "ask", broken)


def test_an_entry_is_one_line_with_its_time_and_the_number_that_the_page_tells(
    app: Flask, office: Office, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(app).sign_in(office.people[Role.HANDLER])
    _break(app, monkeypatch, ZeroDivisionError("one\ntwo"))
    answer = visitor.get("/mine")
    assert answer.status_code == 500
    [line] = kept.lines
    assert "\n" not in line
    assert line.startswith("20")
    assert "+08:00 ERROR gongkai.web" in line
    number = answer.headers["X-Request-ID"]
    assert f"[{number}]" in line
    assert number in answer.get_data(as_text=True), "what to tell the administrator"
    assert r"ZeroDivisionError: one\ntwo at " in line
    assert "test_log.py" in line


@pytest.mark.parametrize(
    "ending", ["%0a", "%0d%0a", "%E2%80%A8", "%C2%85", "%1b[2K", "%E2%80%AE"]
)
def test_no_address_writes_a_line_of_its_own(
    app: Flask, office: Office, kept: Kept, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    visitor = Visitor(app).sign_in(office.people[Role.HANDLER])
    _break(app, monkeypatch, ZeroDivisionError())
    visitor.get(f"/tasks/x{ending}2026-03-02 ERROR gongkai.web forged")
    [line] = kept.lines
    assert len(line.splitlines()) == 1
    assert line.isprintable()


def test_refusals_are_noted_by_number_and_not_by_name(
    app: Flask, office: Office, kept: Kept
) -> None:
    person = office.people[Role.HANDLER]
    visitor = Visitor(app).sign_in(person)
    assert visitor.get("/system").status_code == 403
    visitor.browser.post("/mine")
    visitor.browser.post("/sign-out")
    assert len(kept.lines) == 2, kept.lines
    assert f"(person {person.person_id})" in kept.lines[0]
    assert person.name not in "".join(kept.lines)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_error_names_no_value(
    kind: str, kept: Kept, request: pytest.FixtureRequest
) -> None:
    """Not the parameters, and not the driver's own words, which quote them."""
    fixture = "sqlite_url" if kind == "sqlite" else "postgres_url"
    engine = create_engine(request.getfixturevalue(fixture))    # shows parameters, as a fault would
    wrong = (
        "INSERT INTO agencies (name) VALUES (:name)" if kind == "sqlite"
        else "SELECT CAST(:name AS INTEGER)"
    )
    try:
        with engine.connect() as connection:
            connection.execute(text(wrong), {"name": APPLICANT})
    except DBAPIError:
        logging.getLogger("gongkai.web").exception("a fault")
    engine.dispose()
    [line] = kept.lines
    assert APPLICANT not in line
    assert APPLICANT.encode("unicode_escape").decode() not in line
    assert ("sqlite" in line) or ("22P02" in line) or ("IntegrityError" in line)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whoever_prints_an_error_of_the_store_prints_no_value_either(
    kind: str, request: pytest.FixtureRequest
) -> None:
    """The command line and a debugger's log do not go by our formatter."""
    fixture = "sqlite_url" if kind == "sqlite" else "postgres_url"
    database = Database(request.getfixturevalue(fixture))
    for opened in (database.read, database.write):
        with pytest.raises(DBAPIError) as told, opened() as connection:
            connection.execute(text("SELECT nowhere FROM agencies WHERE name = :name"),
                               {"name": APPLICANT})
        assert "nowhere" in str(told.value)
        assert APPLICANT not in str(told.value)
    database.close()
