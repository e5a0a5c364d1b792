"""Whatever is sent to whichever address by whomever: it is never answered as a fault of ours.

``GONGKAI_FUZZ=40000`` sends so many to each kind of database; the suite sends some hundreds. The
seed is fixed, so that a failure is met again.
"""

import gc
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest
from flask import Flask

import letters.paper.pdf
from engine import Role
from engine.configuration import Configuration
from tests.engine.office import Office
from tests.web.frame.malice import Malice, drawn
from web import create_app

MANY = int(os.environ.get("GONGKAI_FUZZ", "300"))
ENOUGH = 20_000         # so many come through to every address
NOT_THROUGH = frozenset({403, 404})     # not theirs to do, or there is no such thing


@pytest.fixture
def office(settings: Configuration) -> Iterator[Office]:
    """One agency on either kind of database."""
    office = Office.open(settings)
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        office.people[role] = office.hire(role, role.title)
    yield office
    office.close()


def watched(app: Flask) -> list[str]:
    """From now on, the operations whose own code began, one after another."""
    begun: list[str] = []

    def noted(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def run(**places: Any) -> Any:
            begun.append(name)
            return view(**places)

        return run

    app.view_functions.update(
        {name: noted(name, view) for name, view in app.view_functions.items()})
    return begun


# Of a multipart body that breaks off Werkzeug leaves the file that it had begun to the collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*SpooledTemporaryFile")
@pytest.mark.timeout(240 + MANY)        # only to end what hangs, on a busy machine too
def test_no_request_however_malformed_is_answered_as_a_fault(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # LibreOffice takes seconds for each; what it does is asked elsewhere.
    monkeypatch.setattr(letters.paper.pdf, "convert", lambda _: b"%PDF-")
    app = create_app(office.engine, office.engine.configuration)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    malice = Malice(app, office, random.Random(20260302))
    places = {place for rule in app.url_map.iter_rules() for place in rule.arguments}
    unmet = places - malice.real.keys()
    assert unmet == set(), f"tests.web.frame.there has nothing to meet for {unmet}"
    begun = watched(app)
    answered: Counter[int] = Counter()
    through: set[str] = set()
    faults = []
    for number, sent in drawn(malice, MANY):
        begun.clear()
        code, leads_to = sent.send(app)
        answered[code] += 1
        if code not in NOT_THROUGH:
            through.update(begun)
        if code == 401 or "/sign-in" in leads_to:
            sent.who.out = True         # signed out, disabled, or his cookie was damaged
        if code >= 500:
            faults.append((number, code, sent.told))
    gc.collect()        # now, and not in the midst of another test
    print(f"{MANY} requests: {dict(sorted(answered.items()))}")
    assert faults == []
    assert answered[200] > MANY / 10, f"most of them come through to something: {answered}"
    if MANY >= ENOUGH:
        missed = {rule.endpoint for rule in app.url_map.iter_rules()} - through
        assert missed == set(), f"nobody came through to {missed}"
