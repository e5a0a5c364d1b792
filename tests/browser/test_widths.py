"""On a telephone and with the longest words nothing is wider than the window or out of sight."""

from collections.abc import Callable

import pytest

from engine import Applicant, Role
from tests.browser.conftest import Desk, Site
from tests.browser.looks import too_wide
from tests.engine.office import PASSWORD


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_name_or_subject_stays_inside_the_window(
    width: int, site: Site, sit_down: Callable[..., Desk]
) -> None:
    """One case with a subject of the greatest length and an applicant of the longest name."""
    case_id = site.office.register(
        applicant=Applicant(kind="enterprise", name="淄博" * 60, phone="13905331234"),
        subject="很" * 200, way_of_supply="pickup",
    )
    desk = sit_down(
        site.address, site.office.people[Role.INTAKE_OFFICER].sign_in_name, PASSWORD,
        viewport={"width": width, "height": 844},
    )
    task = site.office.task(case_id, "examine_request")
    for path in ("/mine", "/mine/registered", "/register", f"/cases/{case_id}",
                 f"/cases/{case_id}?tab=request", f"/cases/{case_id}/proof", f"/tasks/{task.id}"):
        desk.go(path)
        assert too_wide(desk) == [], path
    desk.go("/mine")
    table = desk.page.locator(".table-scroll").last
    assert table.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_all_parts_of_a_case_are_in_sight_on_a_telephone(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    desk = sit_down(
        site.address, site.office.people[Role.INTAKE_OFFICER].sign_in_name, PASSWORD,
        viewport={"width": 390, "height": 844},
    )
    page = desk.go(f"/cases/{site.office.register()}")
    for tab in page.locator("#tabs a").all():
        box = tab.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 390, tab.inner_text()
