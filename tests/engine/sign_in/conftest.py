"""An agency whose people are added, enter and are asked who they are."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from engine.actors.roles import Role
from engine.configuration import Configuration
from engine.identity import sign_in
from engine.identity.commands import AddPerson
from engine.people import rows as people_rows
from engine.people.changes.facts import FACTS
from engine.store.database import Database
from tests.engine.sign_in.moments import DESK, NOW, PASSWORD, around, in_a_transaction


@pytest.fixture
def office(database: Database) -> int:
    with database.write() as connection:
        nothing = dict.fromkeys(FACTS, "")
        return people_rows.add_agency(connection, {
            **nothing, "name": "临江区人民政府办公室", "short_name": "区政府办", "parent_id": None,
            "letter_code": "临政办公开", "kind": "government_office",
        }, date(2020, 1, 1))


@pytest.fixture
def add(database: Database, settings: Configuration, office: int) -> Callable[..., int]:
    def add(sign_in_name: str = "wangfang", **changes: object) -> int:
        command = {
            "sign_in_name": sign_in_name, "name": "王芳", "agency_id": office,
            "roles": (Role.INTAKE_OFFICER, Role.HANDLER), "password": PASSWORD, **changes,
        }
        return in_a_transaction(
            database, settings, lambda unit: sign_in.add_person(unit, AddPerson(**command))
        )

    return add


@pytest.fixture
def enter(database: Database, settings: Configuration) -> Callable[..., str]:
    def enter(
        name: str = "wangfang", password: str = PASSWORD, *, address: str = DESK,
        now: datetime = NOW,
    ) -> str:
        return sign_in.sign_in(around(database, settings, now), name, password, address=address)

    return enter


@pytest.fixture
def whose(database: Database, settings: Configuration) -> Callable[..., object]:
    def whose(token: str, now: datetime = NOW) -> object:
        return sign_in.session(around(database, settings, now), token)

    return whose
