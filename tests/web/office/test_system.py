"""系统: how the installation is, and what an administrator has to see to."""

from collections.abc import Callable
from datetime import date, timedelta

from engine import AT_THE_KEYBOARD, NoteBackup, Role
from tests.engine.office import MONDAY, Office
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def test_the_day_of_the_last_backup_is_shown_and_one_asked_for_after_a_week(
    somebody: SignIn, office: Office
) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    page = visitor.get("/system").get_data(as_text=True)
    assert "还没有用 gongkai backup 备份过" in page
    assert "请尽快备份" in page
    office.engine.handle(NoteBackup(seq=1, digest="0" * 64), AT_THE_KEYBOARD)
    page = visitor.get("/system").get_data(as_text=True)
    assert "2026年3月2日" in page.partition("最近一次备份")[2].partition("PDF")[0]
    assert "请尽快备份" not in page
    office.clock.go_to(MONDAY + timedelta(days=8))
    assert office.engine.today() == date(2026, 3, 10)
    page = somebody(Role.ADMINISTRATOR).get("/system").get_data(as_text=True)
    assert "请尽快备份" in page
