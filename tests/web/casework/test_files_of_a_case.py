"""What came with a request is looked at beside the form; what may be added is asked for."""

from collections.abc import Callable

from flask import Flask

from engine import Role, Upload
from tests.engine.office import LIVES, Office
from tests.engine.papers import PDF, PNG
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def test_what_came_with_the_request_can_be_opened_where_it_is_worked_on(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register(attachments=(Upload(name="身份证明.png", content=PNG),))
    task = office.task(case_id, "examine_request")
    page = somebody(Role.INTAKE_OFFICER).get(f"/tasks/{task.id}").get_data(as_text=True)
    assert "身份证明.png" in page
    assert "/cases/attachments/" in page


def test_only_a_picture_is_shown_in_place_and_it_can_do_nothing(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register(attachments=(
        Upload(name="身份证明.png", content=PNG), Upload(name="说明.txt", content=b"<script>"),
    ))
    picture, text = (each.id for each in office.case(case_id).attachments)
    officer = somebody(Role.INTAKE_OFFICER)
    shown = officer.get(f"/cases/attachments/{picture}/picture")
    assert (shown.status_code, shown.mimetype, shown.data) == (200, "image/png", PNG)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert officer.get(f"/cases/attachments/{text}/picture").status_code == 404


def test_only_a_pdf_is_framed_and_by_the_page_of_its_case_alone(
    somebody: SignIn, office: Office, visitor: Visitor, app: Flask
) -> None:
    case_id = office.register(attachments=(
        Upload(name="申请表.pdf", content=PDF), Upload(name="说明.txt", content=b"<script>"),
    ))
    paper, text = (each.id for each in office.case(case_id).attachments)
    officer = somebody(Role.INTAKE_OFFICER)
    framed = f"/cases/attachments/{paper}/pdf"
    assert f'data-frame="{framed}"' in officer.get(f"/cases/{case_id}").get_data(as_text=True)
    shown = officer.get(framed)
    assert (shown.status_code, shown.mimetype, shown.data) == (200, "application/pdf", PDF)
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    assert shown.headers["Cache-Control"] == "no-store"
    assert officer.get(f"/cases/attachments/{text}/pdf").status_code == 404
    assert officer.get(f"/cases/attachments/{paper}/picture").status_code == 404
    assert visitor.get(framed).status_code == 302
    other = Office.open(
        office.engine.configuration, office.clock, code="周民公开", engine=office.engine
    )
    stranger = Visitor(app).sign_in(other.people[Role.INTAKE_OFFICER])
    assert stranger.get(framed).status_code == 404


def test_where_no_file_may_be_added_none_is_asked_for(somebody: SignIn, office: Office) -> None:
    """Art. 17: what goes out has been reviewed; and who only looks on adds nothing."""
    case_id = office.register()
    asked = 'id="attachments" name="attachments"'
    page = f"/cases/{case_id}?tab=attachments"
    accepted, submitted, reviewed, signed, served, delivered, archived = LIVES["disclosed"]
    for step in (accepted, submitted):
        office.take(case_id, step)
        assert asked in somebody(Role.HANDLER).get(page).get_data(as_text=True)
    assert asked not in somebody(Role.REVIEWER).get(page).get_data(as_text=True)
    for step in (reviewed, signed):
        office.take(case_id, step)
        told = somebody(Role.HANDLER).get(page).get_data(as_text=True)
        assert asked not in told
        assert "现在不能添加附件：答复已经通过保密审查" in told
    office.take(case_id, served)
    assert asked in somebody(Role.INTAKE_OFFICER).get(page).get_data(as_text=True)
    office.play(case_id, (delivered, archived))
    assert asked not in somebody(Role.INTAKE_OFFICER).get(page).get_data(as_text=True)
