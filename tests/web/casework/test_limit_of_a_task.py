"""In my work and on the task: the limit that binds, by its name."""

from collections.abc import Callable

from engine import Role
from tests.engine.office import Office, day
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def test_the_seven_days_of_the_correction_notice_stand_on_every_working_screen(
    somebody: SignIn, office: Office
) -> None:
    """Received on Monday 2 March: the notice by Wednesday the 11th, the reply by 30 March."""
    case_id = office.register()
    office.clock.go_to(day(3, 9))
    officer = somebody(Role.INTAKE_OFFICER)
    for address in ("/mine", f"/tasks/{office.task(case_id, 'examine_request').id}"):
        page = officer.get(address).get_data(as_text=True)
        assert "补正告知期限" in page, address
        assert "剩余 2 个工作日" in page, address
        assert "3月11日" in page or "2026-03-11" in page, address
    assert "补正告知期限" in officer.get(f"/cases/{case_id}").get_data(as_text=True)
