"""Legal consultation in the office: who advises, questions, opinions."""

from datetime import date
from typing import Any

from engine import Actor, ArrangeLegalAdvice, EarlierAdvice, GiveLegalOpinion, Role
from tests.engine.office import ROOT, Office, Step, day, new_agency, new_person

QUESTION = "决算附注涉及在建工程的合同价款，能否作区分处理后公开？"


def another_legal_office(office: Office) -> Actor:
    """Somebody of the legal office of another agency, whom the agency asks from Tuesday on."""
    agency_id = office.engine.handle(new_agency("周司公开"), ROOT)
    arrange(office, kind="agency", adviser_id=agency_id, name="区司法局法制科")
    return officer(office, agency_id, "法制科长")


def officer(office: Office, agency_id: int, name: str, role: Role = Role.LEGAL_OFFICER) -> Actor:
    command = new_person(agency_id, role, name)
    person_id = office.engine.handle(command, ROOT)
    return Actor(person_id=person_id, name=name, agency_id=agency_id, roles=frozenset({role}),
                 sign_in_name=command.sign_in_name)


def arrange(office: Office, **changes: Any) -> int:
    return office.engine.handle(ArrangeLegalAdvice(**{
        "agency_id": office.agency_id, "kind": "own", "adviser_id": None, "name": "",
        "from_day": day(3, 3), "basis": "周财办〔2026〕5号", **changes,
    }), ROOT)


def ask(
    office: Office, case_id: int, on: date, question: str = QUESTION, **more: Any
) -> None:
    office.take(case_id, Step(on, "draft_reply", Role.HANDLER, {
        "draft": "consult_legal", "legal_question": question, **more}))


def given(office: Office, case_id: int, on: date, opinion: str = "可以公开。") -> None:
    office.take(case_id, Step(on, "give_legal_opinion", Role.LEGAL_OFFICER,
                              {"legal_opinion": "agree", "opinion": opinion}))


def opinion(advice_id: int, **changes: Any) -> GiveLegalOpinion:
    return GiveLegalOpinion(**{
        "advice_id": advice_id, "conclusion": "suggest", "opinion": "隐去合同价款后公开。",
        "reasons": "合同价款不属于商业秘密，但尚未结算。", **changes})


def earlier(office: Office, case_id: int) -> tuple[EarlierAdvice, ...]:
    return office.case(case_id).legal.earlier
