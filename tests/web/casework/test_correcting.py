"""What was registered wrong is put right on a form that is filled with what is registered."""

import re
from collections.abc import Callable
from html import unescape

from engine import Applicant, Role
from tests.engine.office import Office, day
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]
_CONTROL = re.compile(r"<(?:input|textarea|select)\b[^>]*>")


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the form on the page, untouched."""
    form = page[page.index('class="intake correcting"'):]
    form = form[:form.index("</form>")]
    values: dict[str, str] = {}
    for found in _CONTROL.finditer(form):
        tag = found[0]
        named = re.search(r'\bname="([^"]+)"', tag)
        if named is None or named[1] in ("csrf_token", "act"):
            continue
        value = re.search(r'\bvalue="([^"]*)"', tag)
        if tag.startswith("<textarea"):
            values[named[1]] = unescape(form[found.end():form.index("</textarea>", found.end())])
        elif tag.startswith("<select"):
            chosen = re.search(r'value="([^"]*)" selected',
                               form[found.end():form.index("</select>", found.end())])
            values[named[1]] = chosen[1] if chosen else ""
        elif 'type="radio"' in tag or 'type="checkbox"' in tag:
            if re.search(r"\bchecked\b", tag) and value:
                values[named[1]] = value[1]
        elif value:
            values[named[1]] = unescape(value[1])
    return values


def opened(officer: Visitor, case_id: int) -> dict[str, str]:
    """The form as it comes, after its button was pressed."""
    begun = officer.post(f"/cases/{case_id}/correct/begin", {})
    assert begun.status_code == 303
    assert begun.headers["Location"].endswith(f"/cases/{case_id}/correct")
    answer = officer.get(f"/cases/{case_id}/correct")
    assert answer.status_code == 200
    return form_of(answer.get_data(as_text=True))


def test_the_form_holds_what_is_registered_and_unchanged_it_is_refused(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register(
        channel="internet", way_of_supply="email", description="第一行\n第二行",
        applicant=Applicant(kind="enterprise", name="周村某公司", contact_person="李某",
                            legal_representative="赵某", phone="0533-6000002",
                            email="a@example.cn", address="周村区某路1号", postcode="255300"),
        joint=(Applicant(kind="enterprise", name="另一公司", phone="0533-6000003"),),
        agent=Applicant(kind="natural_person", name="王律师", phone="13600000000"),
        authority="applies", area="finance", needs_assistance=True, suggests_publication=True,
    )
    officer = somebody(Role.INTAKE_OFFICER)
    typed = opened(officer, case_id)
    assert (typed["name"], typed["joint"], typed["agent_name"]) == (
        "周村某公司", "另一公司，，0533-6000003", "王律师")
    same = officer.post(f"/cases/{case_id}/correct", {**typed, "reason": "核对", "act": "check"})
    page = same.get_data(as_text=True)
    assert same.status_code == 422
    assert "登记事项没有变动，不需要更正" in page
    assert form_of(page) == {**typed, "reason": "核对"}


def test_what_it_comes_to_is_seen_before_it_is_done(somebody: SignIn, office: Office) -> None:
    office.clock.go_to(day(3, 3))
    case_id = office.register()
    officer = somebody(Role.INTAKE_OFFICER)
    typed = opened(officer, case_id) | {
        "arrived_on": "2026-03-02", "received_on": "2026-03-02", "reason": "日期看错"}
    seen = officer.post(f"/cases/{case_id}/correct", {**typed, "act": "check"})
    page = seen.get_data(as_text=True)
    assert seen.status_code == 200
    assert "还没有更正" in page
    for word in ("3月31日", "3月30日", "将要出具的更正登记回执", "本回执代替原登记回执"):
        assert word in page
    assert office.case(case_id).registered_before == ()
    again = officer.post(f"/cases/{case_id}/correct", {**typed, "act": "edit"})
    assert form_of(again.get_data(as_text=True)) == typed, "back on the form, nothing is lost"
    done = officer.post(
        f"/cases/{case_id}/correct", {**typed, "key": key_of(page), "act": "confirm"})
    assert done.status_code == 303
    shown = officer.get(done.headers["Location"].partition("#")[0]).get_data(as_text=True)
    assert "已更正，原来的记载保留在记录中" in shown
    assert "打印更正登记回执" in shown
    assert "日期看错" in shown
    assert "写有原来登记的文书" in shown
    letters = officer.get(f"/cases/{case_id}?tab=letters").get_data(as_text=True)
    assert "已由" in letters
    record = officer.get(f"/cases/{case_id}?tab=record").get_data(as_text=True)
    assert "更正登记事项：申请到达日期、收到日期，理由：日期看错" in record
    assert "收到日期由 2026年3月3日 更正为 2026年3月2日" in record
    twice = officer.post(
        f"/cases/{case_id}/correct", {**typed, "key": key_of(page), "act": "confirm"})
    assert twice.status_code == 303, "sent twice, done once"
    assert len(office.case(case_id).registered_before) == 1


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    officer = somebody(Role.INTAKE_OFFICER)
    typed = opened(officer, case_id) | {
        "name": "", "id_number": "370306198001010012", "received_on": "2026-03-0x", "reason": ""}
    wrong = officer.post(f"/cases/{case_id}/correct", {**typed, "act": "check"})
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    for name in ("name", "received_on"):
        assert f'data-problem="{name}"' in page
    assert form_of(page) == typed
    typed |= {"name": "王小明", "received_on": "2026-03-02"}
    for act in ("check", "confirm"):
        wrong = officer.post(f"/cases/{case_id}/correct", {**typed, "act": act})
        page = wrong.get_data(as_text=True)
        assert wrong.status_code == 422
        assert 'data-problem="id_number"' in page
        assert 'data-problem="reason"' in page
        assert form_of(page) == typed


def test_a_name_is_masked_where_it_was_put_right(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    officer = somebody(Role.INTAKE_OFFICER)
    typed = opened(officer, case_id) | {"name": "李晓明", "reason": "认错字"}
    page = officer.post(f"/cases/{case_id}/correct", {**typed, "act": "check"}).get_data(
        as_text=True)
    officer.post(f"/cases/{case_id}/correct", {**typed, "key": key_of(page), "act": "confirm"})
    shown = somebody(Role.HANDLER).get(f"/cases/{case_id}?tab=request").get_data(as_text=True)
    assert "王**" in shown
    assert "李**" in shown
    assert "李晓明" not in shown.partition('data-panel="letters"')[0]


def test_to_look_at_the_form_goes_on_the_record_and_takes_the_button(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    officer = somebody(Role.INTAKE_OFFICER)
    assert officer.get(f"/cases/{case_id}/correct").status_code == 302
    opened(officer, case_id)
    assert "ApplicantRevealed" in office.events(case_id)
    handler = somebody(Role.HANDLER)
    assert "correct/begin" not in handler.get(f"/cases/{case_id}").get_data(as_text=True)
    assert handler.get(f"/cases/{case_id}/correct").status_code == 403
    assert handler.post(f"/cases/{case_id}/correct", {"act": "confirm"}).status_code == 403


def test_a_void_registration_is_not_corrected(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    officer = somebody(Role.INTAKE_OFFICER)
    typed = opened(officer, case_id) | {"name": "李晓明", "reason": "认错字"}
    officer.post(f"/cases/{case_id}/void", {"reason": "登记了两次"})
    refused = officer.get(f"/cases/{case_id}/correct")
    assert refused.status_code == 409
    assert "已经作废" in refused.get_data(as_text=True)
    answer = officer.post(f"/cases/{case_id}/correct", {**typed, "act": "confirm"})
    assert answer.status_code == 409
    assert "已经作废" in answer.get_data(as_text=True)


def test_another_agencys_case_is_not_there(somebody: SignIn, office: Office, app: object) -> None:
    other = Office.open(office.engine.configuration, office.clock, code="周教公开",
                        engine=office.engine)
    case_id = other.register()
    officer = somebody(Role.INTAKE_OFFICER)
    assert officer.post(f"/cases/{case_id}/correct/begin", {}).status_code == 404
    assert officer.get(f"/cases/{case_id}/correct").status_code == 404
    assert officer.post(f"/cases/{case_id}/correct", {"act": "check"}).status_code == 404
