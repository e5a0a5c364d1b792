"""The example district behind a server: who sits there, and where their pages are."""

from collections.abc import Callable
from dataclasses import dataclass

from engine import Actor, Engine, MyWork, RegisterFilter, RegisterPage, Role, example_district
from tests.engine.office import PASSWORD


@dataclass
class District:
    """The example district behind a server. ``who``: the busiest people, once looked for."""

    address: str
    engine: Engine
    people: tuple[example_district.SignIn, ...]
    who: dict[tuple[Role, str], Actor]

    def person(self, role: Role, element: str = "") -> Actor:
        """The person of that role who has most to do (of one kind of task)."""
        if (role, element) not in self.who:
            holders = [self._actor(each.sign_in_name) for each in self.people
                       if role in each.roles]
            self.who[role, element] = max(holders, key=lambda actor: sum(
                element in ("", task.element) for task in self.engine.ask(MyWork(), actor)
            ))
        return self.who[role, element]

    def _actor(self, sign_in_name: str) -> Actor:
        token = self.engine.sign_in(sign_in_name, PASSWORD, address="127.0.0.1")
        actor = self.engine.session(token)
        assert actor is not None
        return actor


def open_case(district: District, actor: Actor, **wanted: object) -> int:
    page = district.engine.ask(RegisterPage(wanted=RegisterFilter(**wanted)), actor)  # type: ignore[arg-type]
    assert page.rows, f"no case for {wanted}"
    return page.rows[0].id


def case_of_task(district: District, actor: Actor, element: str = "") -> tuple[int, str]:
    work = [t for t in district.engine.ask(MyWork(), actor) if element in ("", t.element)]
    assert work, f"nothing to do for {actor.name}"
    return work[0].case_id, work[0].id


def task_path(element: str) -> Callable[[District, Actor], str]:
    return lambda d, a: f"/tasks/{case_of_task(d, a, element)[1]}"
