"""PostgreSQL is restarted, cut off or gone: told as what it is, and found out once for all."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, make_url, text

from engine import DatabaseAway, DatabaseUnsure, Role
from engine.configuration import Configuration
from engine.record import chain
from engine.store import migrations
from engine.store.database import Database
from tests.conftest import cheap_settings
from tests.engine.cuts import cut_all, gone
from tests.engine.half_done import state
from tests.engine.office import MONDAY, Office, accepted, day, request as application


@pytest.fixture
def settings(tmp_path: Path, postgres_url: str) -> Configuration:
    """SQLite has no server that could go away."""
    return cheap_settings(tmp_path, postgres_url)


def _grow_pool(database: Database, many: int = 8) -> None:
    with ExitStack() as open_ones:
        for _ in range(many):
            connection = open_ones.enter_context(database.read())
            connection.execute(text("SELECT 1"))


def test_after_a_restart_nobody_meets_a_dead_connection(office: Office) -> None:
    """A pool of eight was cut: before, each of the eight cost somebody an error."""
    case_id = office.register()
    _grow_pool(office.engine.database)
    cut_all(office.engine.database)
    for _ in range(10):
        assert office.case(case_id).status == "open"
    office.take(case_id, accepted(day(3, 3)))


@contextmanager
def _cut_before(office: Office, name: str, at: int) -> Iterator[list[int]]:
    """Cut all connections when the ``at``-th statement, or COMMIT, is about to be sent."""
    engine, count = office.engine.database._writer, [0]

    def cut(*_: Any) -> None:
        count[0] += 1
        if count[0] == at:
            cut_all(office.engine.database)

    event.listen(engine, name, cut)
    try:
        yield count
    finally:
        event.remove(engine, name, cut)


def test_a_cut_at_any_statement_is_told_and_leaves_no_trace(office: Office) -> None:
    """Whichever statement of the act meets it: 'not saved' is said, once, and it is true."""
    case_id = office.register()
    step = accepted(day(3, 3))
    office.clock.go_to(day(3, 3))
    form, person = office.form(case_id, step), office.people[step.by]
    before = state(office, case_id)
    told = list[str]()
    for at in range(1, 100):
        _grow_pool(office.engine.database, 3)
        with _cut_before(office, "before_cursor_execute", at) as count:
            try:
                office.engine.handle(form, person)
            except DatabaseAway as away:
                told.append(str(away))
        if count[0] < at:
            break
        assert state(office, case_id) == before, f"statement {at}"
    assert len(told) >= 10
    assert all("没有保存" in words for words in told)
    assert len(told) == at - 1, "every cut was told, and the last time there was none"
    assert office.open_steps(case_id) == ["draft_reply"]
    with office.engine.database.read() as connection:
        assert chain.verify(connection) is None


def test_a_cut_during_the_commit_says_look_before_you_repeat(office: Office) -> None:
    case_id = office.register()
    step = accepted(day(3, 3))
    office.clock.go_to(day(3, 3))
    form, person = office.form(case_id, step), office.people[step.by]
    with (
        _cut_before(office, "commit", 1),
        pytest.raises(DatabaseUnsure, match=r"不能确定.*先打开办件或者登记簿查看"),
    ):
        office.engine.handle(form, person)
    office.engine.handle(form, person)      # it was not saved, so the repetition goes through
    assert office.open_steps(case_id) == ["draft_reply"]


def test_a_form_with_its_key_finds_out_itself_what_became_of_the_commit(office: Office) -> None:
    """The answer to the COMMIT was lost, the COMMIT itself was not: its form is told its result."""
    commit, key = office.engine.database._writer.dialect.do_commit, "0" * 32
    lost: list[int] = []

    def committed_and_cut(connection: Any) -> None:
        commit(connection)
        if not lost:
            lost.append(1)
            cut_all(office.engine.database)
            connection.execute("SELECT 1")

    office.engine.database._writer.dialect.do_commit = committed_and_cut  # type: ignore[method-assign]
    command = application(MONDAY)
    case_id = office.engine.handle(command, office.people[Role.INTAKE_OFFICER], key=key)
    assert lost
    assert office.case(case_id).number == "周财公开申〔2026〕1号"


def test_a_database_that_is_gone_is_told_each_time_and_found_again(office: Office) -> None:
    with gone(office.engine.database):
        for _ in range(3):
            with pytest.raises(DatabaseAway):
                office.case(1)
            with pytest.raises(DatabaseAway):
                office.register()
    assert office.case(office.register()).status == "open"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda url: url.set(host="no-such-host.invalid", query={}), "找不到主机 no-such-host"),
        (lambda url: url.set(host="127.0.0.1", port=1, query={}), "127.0.0.1 的 1 端口"),
        (lambda url: url.set(database="nothing_of_that_name"), "没有名为 nothing_of_that_name"),
        (lambda url: url.set(query={"host": "/nowhere/at/all"}), "没有数据库服务在运行"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_plain_words(
    postgres_url: str, change: Callable[[Any], Any], says: str
) -> None:
    database = Database(change(make_url(postgres_url)))
    with pytest.raises(DatabaseAway) as away:
        migrations.current(database)
    assert says in away.value.why
    assert away.value.why.isascii() is False
    database.close()
