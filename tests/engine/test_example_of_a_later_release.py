"""The example district plays whatever is published, also steps that it was not written for."""

from pathlib import Path

from sqlalchemy import func, select

from engine import Engine
from engine.example_district import play
from engine.installation.publishing import publish
from engine.processes.published import load
from engine.store.tables import cases, tasks
from tests.bpmn import made_up
from tests.conftest import cheap_settings
from tests.engine.playing import PRESENT, password_of, quiet


def test_a_step_that_a_later_release_adds_is_taken_on_the_way(
    tmp_path: Path, sqlite_url: str
) -> None:
    root = made_up.copy_of_published(tmp_path, 2)
    made_up.add_stamping(root)
    publish(root)
    engine = Engine(
        cheap_settings(tmp_path, sqlite_url), now=lambda: PRESENT, processes=load(root)
    )
    play(engine, passwords=password_of, progress=quiet, requests=12)
    with engine.database.read() as connection:
        stamped = connection.scalar(select(func.count()).where(
            tasks.c.element == made_up.TASK, tasks.c.state == "completed"
        ))
        served = connection.scalar(select(func.count()).where(cases.c.replied_on.is_not(None)))
    engine.close()
    assert stamped == served
    assert served
