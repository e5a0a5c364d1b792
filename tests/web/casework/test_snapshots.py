"""A page asks one question: it reads the database from few snapshots, whatever it shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from engine import Role
from tests.engine.office import Office, accepted, day
from tests.web.conftest import Visitor

AT_MOST = 2     # one tells who asks, the other answers
FURTHER = {"/mine": 1}      # where people are also told that their agency went into another


@pytest.mark.parametrize("page", ["/cases/{case}", "/tasks/{task}", "/mine", "/register"])
def test_a_page_is_answered_from_one_snapshot_beside_that_of_the_session(
    page: str, somebody: Callable[[Role], Visitor], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 2))])
    task = office.task(case_id, "draft_reply").id
    reader = somebody(Role.HANDLER)
    read, snapshots = type(office.engine.database).read, []

    @contextmanager
    def counted(database: object) -> Iterator[object]:
        snapshots.append(page)
        with read(office.engine.database) as connection:
            yield connection

    monkeypatch.setattr(type(office.engine.database), "read", counted)
    assert reader.get(page.format(case=case_id, task=task)).status_code == 200
    assert 0 < len(snapshots) <= AT_MOST + FURTHER.get(page, 0)
