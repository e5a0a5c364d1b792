"""Asking others in the office: a consultation step by step, as the pages would send them."""

from datetime import date
from typing import Any

from engine import ConsultationView, LetterEditorOf, OpenConsultation, Role
from tests.engine.office import Office, Step

REFUSED: dict[str, Any] = {"kind": "refused_third_party", "facts": {
    "interest": "trade_secret", "reason": "公开后会对第三方的竞争地位造成损害。"}}


def ask(office: Office, case_id: int, party: str = "third_party", **changes: Any) -> int:
    """Ask somebody; returns the consultation's id."""
    return office.engine.handle(OpenConsultation(**{
        "case_id": case_id, "party": party, "name": "淄博瑞康新材料有限公司",
        "contact": "周村区正阳路9号", "asked": "生产工艺流程图能否公开？", **changes,
    }), office.people[Role.HANDLER])


def do(
    office: Office, case_id: int, number: int, element: str, on: date, **values: Any
) -> None:
    """Hand in a step of one consultation, on a day."""
    office.clock.go_to(on)
    task = next(
        each for each in office.case(case_id).tasks
        if each.element == element and each.about == view(office, case_id, number).about
    )
    step = Step(on, element, task.role, values)
    form = office.form(case_id, step)
    office.engine.handle(
        type(form)(task_id=task.id, values=form.values), office.people[task.role])


def go(office: Office, case_id: int, step: Step) -> None:
    """Take a step of the life; what is asked of others meanwhile stays as it is."""
    office.clock.go_to(step.on)
    office.review_items(case_id, step)
    office.engine.handle(office.form(case_id, step), office.people[step.by])


def sent(office: Office, case_id: int, number: int, on: date, **values: Any) -> None:
    do(office, case_id, number, "send_inquiry", on,
       inquiry_sending="sent", **{"inquiry_sent_on": on.isoformat(), **values})


def arrived(office: Office, case_id: int, number: int, on: date, typed: date | None = None) -> None:
    do(office, case_id, number, "confirm_inquiry", typed or on,
       inquiry="delivered", inquiry_arrived_on=on.isoformat())


def said(
    office: Office, case_id: int, number: int, on: date, opinion: str = "disagree",
    typed: date | None = None,
) -> None:
    values = {} if opinion == "silent" else {"answered_on": on.isoformat()}
    if opinion in ("disagree", "partly"):
        values["opinion_reasons"] = "图中载有原料配比，是本公司的商业秘密。"
    do(office, case_id, number, "receive_opinion", typed or on, opinion=opinion, **values)


def decided(
    office: Office, case_id: int, number: int, on: date, decision: str, interest: str = ""
) -> None:
    do(office, case_id, number, "decide_disclosure", on, disclosure=decision,
       disclosure_reasons="排污口的位置不属于商业秘密。", public_interest=interest)


def told(office: Office, case_id: int, number: int, on: date, from_day: date) -> None:
    do(office, case_id, number, "tell_third_party", on, telling="told",
       third_party_told_on=on.isoformat(), disclose_from=from_day.isoformat())


def view(office: Office, case_id: int, number: int = 1) -> ConsultationView:
    return office.case(case_id).consultations.consultations[number - 1]


def offered(office: Office, case_id: int) -> dict[str, str]:
    """Why a kind of reply is not open now, by its title."""
    return dict(office.engine.ask(
        LetterEditorOf(case_id=case_id, letter={}), office.people[Role.HANDLER]).not_now)
