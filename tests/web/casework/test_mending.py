"""A wrong registration is put right on the page of the case."""

from collections.abc import Callable

from engine import Role
from tests.engine.office import Office
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def test_a_second_registration_is_void_and_says_which_goes_on(
    somebody: SignIn, office: Office
) -> None:
    main, case_id = office.register(), office.register()
    officer = somebody(Role.INTAKE_OFFICER)
    assert "登记有误，作废" in officer.get(f"/cases/{case_id}").get_data(as_text=True)
    wrong = officer.post(f"/cases/{case_id}/void", {"reason": " ", "duplicate_of": "12号"})
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert 'data-problem="void-reason"' in page
    assert 'data-problem="void-duplicate_of"' in page
    assert 'value="12号"' in page
    number = office.case(main).number
    done = officer.post(f"/cases/{case_id}/void", {
        "reason": "同一封信登记了两次", "duplicate_of": number})
    assert done.status_code == 303
    page = officer.get(f"/cases/{case_id}?tab=record").get_data(as_text=True)
    assert "本办件的登记已作废，编号保留，只能查阅。" in page
    assert f"重复的办件：{number}" in page
    assert "登记有误，作废" not in page
    again = officer.post(f"/cases/{case_id}/void", {"reason": "再作废一次"})
    assert again.status_code == 409


def test_who_handles_the_request_is_not_offered_to_void_it(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    page = somebody(Role.HANDLER).get(f"/cases/{case_id}").get_data(as_text=True)
    assert "登记有误，作废" not in page
