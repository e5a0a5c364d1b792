"""A wrong registration is put right on the page of the case."""

from collections.abc import Callable
from io import BytesIO

from engine import Role, Upload
from tests.engine.office import Office
from tests.engine.papers import PNG
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


def test_a_wrong_file_is_taken_back_and_stays_to_be_seen(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register(attachments=(Upload(name="别人的材料.png", content=PNG),))
    (file,) = office.case(case_id).attachments
    officer = somebody(Role.INTAKE_OFFICER)
    address = f"/cases/{case_id}/attachments/{file.id}/withdraw"
    assert address in officer.get(f"/cases/{case_id}?tab=attachments").get_data(as_text=True)
    wrong = officer.post(address, {"reason": " "})
    assert wrong.status_code == 422
    assert f'data-problem="file-{file.id}-reason"' in wrong.get_data(as_text=True)
    assert officer.post(address, {"reason": "放错了办件"}).status_code == 303
    page = officer.get(f"/cases/{case_id}?tab=attachments").get_data(as_text=True)
    assert "<s>别人的材料.png</s>" in page
    assert "放错了办件" in page
    assert address not in page
    for what in ("", "/picture"):
        assert officer.get(f"/cases/attachments/{file.id}{what}").status_code == 404
    again = officer.post(address, {"reason": "再撤一次"})
    assert again.status_code == 422
    assert "这个附件已经撤下" in again.get_data(as_text=True)


def test_a_secret_is_gone_from_every_page(somebody: SignIn, office: Office) -> None:
    """Whoever reviews secrecy removes it; neither its name nor its preview remains."""
    case_id = office.register(attachments=(Upload(name="涉密名单.png", content=PNG),))
    (file,) = office.case(case_id).attachments
    reviewer = somebody(Role.CONFIDENTIALITY_REVIEWER)
    address = f"/cases/{case_id}/attachments/{file.id}/quarantine"
    page = reviewer.get(f"/cases/{case_id}?tab=attachments").get_data(as_text=True)
    assert address in page
    assert f"attachments/{file.id}/withdraw" not in page
    assert reviewer.post(address, {"reason": "误传"}).status_code == 303
    for tab in ("request", "attachments", "record"):
        page = reviewer.get(f"/cases/{case_id}?tab={tab}").get_data(as_text=True)
        assert "涉密名单" not in page
        assert "已隔离的文件" in page
        assert f"/attachments/{file.id}/picture" not in page
    assert "SHA-256" in page
    for what in ("", "/picture"):
        assert reviewer.get(f"/cases/attachments/{file.id}{what}").status_code == 404
    again = somebody(Role.INTAKE_OFFICER).post(f"/cases/{case_id}/attachments", {
        "attachments": (BytesIO(PNG), "换个名字.png")})
    assert again.status_code == 422
    assert "不能再次上传" in again.get_data(as_text=True)


def test_who_signs_is_offered_neither(somebody: SignIn, office: Office) -> None:
    case_id = office.register(attachments=(Upload(name="说明.txt", content=b"a"),))
    (file,) = office.case(case_id).attachments
    reviewer = somebody(Role.REVIEWER)
    page = reviewer.get(f"/cases/{case_id}?tab=attachments").get_data(as_text=True)
    assert f"/attachments/{file.id}/" not in page
    for act in ("withdraw", "quarantine"):
        answer = reviewer.post(
            f"/cases/{case_id}/attachments/{file.id}/{act}", {"reason": "误传"})
        assert answer.status_code == 403
