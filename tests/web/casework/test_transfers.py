"""移送 on pages: proposed on the case, taken over or refused on a page of its own."""

from collections.abc import Callable

import pytest
from flask import Flask

from engine import Role
from tests.engine.office import Office
from tests.engine.transferring import approve, case_of, offer, other, propose
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


@pytest.fixture
def there(office: Office) -> Office:
    return other(office)


@pytest.fixture
def case_id(office: Office) -> int:
    return case_of(office)


@pytest.fixture
def officer(app: Flask, there: Office, case_id: int) -> Visitor:
    """The intake officer of the other agency, on the day on which the case is as it is."""
    return Visitor(app).sign_in(there.people[Role.INTAKE_OFFICER])


def test_from_the_proposal_on_the_case_to_the_case_in_the_other_agency(
    somebody: SignIn, office: Office, there: Office, case_id: int, officer: Visitor
) -> None:
    handler = somebody(Role.HANDLER)
    page = handler.get(f"/cases/{case_id}?tab=transfers").get_data(as_text=True)
    assert "提出移送" in page
    assert "周村区周民公开局" in page
    done = handler.post(f"/cases/{case_id}/transfers/propose", {
        "to_agency_id": str(there.agency_id), "manner": "between", "reason": "由区民政局制作",
    })
    assert done.status_code == 303
    page = handler.get(done.headers["Location"]).get_data(as_text=True)
    assert "已记入移送。" in page
    assert "等待审批" in page
    approve(office, case_id)
    page = officer.get("/transfers").get_data(as_text=True)
    assert "由区民政局制作" in page
    assert "2025年度部门决算及“三公”经费明细" in page
    assert "王" not in page.split("<main")[1].split("</main")[0]
    assert officer.get(f"/cases/{case_id}").status_code == 404
    (transfer,) = office.case(case_id).transfers.transfers
    done = officer.post(f"/transfers/{transfer.id}/accept", {"received_on": "2026-03-03"})
    page = officer.get(done.headers["Location"]).get_data(as_text=True)
    assert "已接收，由本机关答复。" in page
    assert "周民公开申〔2026〕1号" in page
    assert handler.get(f"/cases/{case_id}").status_code == 404


def test_what_is_typed_wrong_is_told_at_its_field_and_kept(
    somebody: SignIn, office: Office, there: Office, case_id: int, officer: Visitor
) -> None:
    refused = somebody(Role.HANDLER).post(f"/cases/{case_id}/transfers/propose", {
        "to_agency_id": "", "manner": "within", "reason": "由区民政局制作"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'href="#transfer-to_agency_id"' in page
    assert "由区民政局制作" in page
    made = offer(office, there, case_id)
    page = officer.post(
        f"/transfers/{made}/accept", {"received_on": "2026-03-31"}).get_data(as_text=True)
    assert f'href="#accept-{made}-received_on"' in page
    assert 'value="2026-03-31"' in page
    page = officer.post(f"/transfers/{made}/refuse", {"reason": " "}).get_data(as_text=True)
    assert "请填写理由。" in page
    done = officer.post(f"/transfers/{made}/refuse", {"reason": "由区财政局制作"})
    assert "已登记不接收" in officer.get(done.headers["Location"]).get_data(as_text=True)
    assert office.case(case_id).transfers.transfers[0].end_reason == "由区财政局制作"


def test_it_is_taken_back_on_the_case(
    somebody: SignIn, office: Office, there: Office, case_id: int
) -> None:
    made = propose(office, there, case_id)
    handler = somebody(Role.HANDLER)
    address = f"/cases/{case_id}/transfers/{made}/withdraw"
    assert "请填写理由。" in handler.post(address, {"reason": ""}).get_data(as_text=True)
    assert handler.post(address, {"reason": "已找到信息"}).status_code == 303
    page = handler.get(f"/cases/{case_id}?tab=transfers").get_data(as_text=True)
    assert "已收回" in page


def test_who_takes_nothing_over_has_no_page_of_transfers(
    somebody: SignIn, office: Office
) -> None:
    assert somebody(Role.HANDLER).get("/transfers").status_code == 403
    assert "等待本机关答复" in somebody(Role.MANAGER).get("/transfers").get_data(as_text=True)
