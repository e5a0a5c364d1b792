"""The agencies of the district and their people, founded by commands like anybody's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from declared.yaml_file import read
from engine.actors.actor import Actor
from engine.actors.roles import Role
from engine.identity.commands import AddPerson, ChangePassword
from engine.installation.engine import Engine
from engine.people.commands import AddAgency

_FILE = Path(__file__).with_name("agencies.yaml")
_SINCE = date(2019, 5, 15)  # the names are those after the reform; the Regulation in force


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who may sign in, with the password made for this installation."""

    sign_in_name: str
    name: str
    agency: str
    roles: tuple[Role, ...]
    password: str


@dataclass(frozen=True, slots=True)
class Office:
    """An agency of the file: whom one may ask, and the sign-in names by role."""

    letter_code: str
    name: str
    disclosure_office: str
    kind: str
    people: Mapping[Role, tuple[str, ...]]


@cache
def _tree() -> dict[str, Any]:
    tree: dict[str, Any] = read(_FILE).plain()
    return tree


@cache
def offices() -> tuple[Office, ...]:
    """Every agency of the district, the government office first."""
    return tuple(
        Office(
            letter_code=each["letter_code"], name=each["name"],
            disclosure_office=each["disclosure_office"], kind=each["kind"],
            people={
                role: tuple(
                    person["sign_in_name"] for person in each["people"]
                    if role.value in person["roles"]
                )
                for role in Role
            },
        )
        for each in _tree()["agencies"]
    )


def found(
    engine: Engine, passwords: Callable[[str], str]
) -> tuple[dict[str, Actor], tuple[SignIn, ...]]:
    """Add agencies and people. Returns who may act, by sign-in name, and their sign-ins."""
    tree, actors, sign_ins = _tree(), dict[str, Actor](), list[SignIn]()
    founder = Actor(
        person_id=None, name="系统安装", agency_id=None, roles=frozenset({Role.ADMINISTRATOR})
    )
    government: int | None = None
    for each in tree["agencies"]:
        agency_id = engine.handle(AddAgency(
            name=each["name"], short_name=each["short_name"], letter_code=each["letter_code"],
            kind=each["kind"], valid_from=_SINCE, parent_id=government,
            disclosure_office=each["disclosure_office"], address=each["address"],
            postcode=tree["postcode"], phone=each["phone"],
            reconsideration_organ=each.get("reconsideration_organ", tree["reconsideration"]),
            court=tree["court"],
        ), founder)
        government = government or agency_id
        for person in each["people"]:
            name, roles = person["sign_in_name"], tuple(Role(role) for role in person["roles"])
            first, password = token_urlsafe(), passwords(name)
            person_id = engine.handle(AddPerson(
                sign_in_name=name, name=person["name"], agency_id=agency_id, roles=roles,
                password=first,
            ), founder)
            actors[name] = Actor(
                person_id=person_id, name=person["name"], agency_id=agency_id,
                agency_name=each["name"], roles=frozenset(roles), sign_in_name=name,
            )
            # They have been at work for two years: each has long had a password of their own.
            engine.handle(ChangePassword(old=first, new=password), actors[name])
            sign_ins.append(SignIn(name, person["name"], each["short_name"], roles, password))
    return actors, tuple(sign_ins)
