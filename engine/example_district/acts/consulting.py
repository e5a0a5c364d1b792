"""Others are asked: third parties, colleagues, another agency, who is above, a legal adviser."""

from datetime import timedelta
from typing import Any

from engine import (
    AcceptTransfer,
    ArrangeLegalAdvice,
    AskAssistance,
    CaseOf,
    CompleteTask,
    OpenConsultation,
    ProposeTransfer,
)
from engine.actors.actor import Actor
from engine.actors.roles import Role
from engine.example_district import wording
from engine.example_district.acts.serving import serve_notice
from engine.example_district.acts.stage import Stage
from engine.example_district.district import offices
from engine.example_district.plans import Plan
from engine.statute import WorkingDays


def ask_party(stage: Stage, plan: Plan) -> None:
    """The handler begins to ask whom the information concerns, one more each time."""
    handler = stage.actor(plan, Role.HANDLER)
    asked = stage.engine.ask(CaseOf(case_id=plan.case_id), handler).consultations.consultations
    name, contact = wording.third_party(plan, len(asked))
    stage.engine.handle(OpenConsultation(
        case_id=plan.case_id, party="third_party", name=name, contact=contact,
        asked=wording.remark(plan, "inquiry"),
    ), handler)


def send_inquiry(stage: Stage, plan: Plan) -> None:
    """The inquiry goes out, and the applicant is told of it."""
    today = stage.engine.today().isoformat()
    stage.hand_in(plan, "send_inquiry", inquiry_sending="sent", inquiry_sent_on=today,
                  applicant_told_on=today)


def inquiry_arrives(stage: Stage, plan: Plan) -> None:
    """The receipt says on which day it arrived."""
    stage.hand_in(plan, "confirm_inquiry", inquiry="delivered",
                  inquiry_arrived_on=stage.engine.today().isoformat())


def party_agrees(stage: Stage, plan: Plan) -> None:
    """The third party has nothing against it."""
    stage.hand_in(plan, "receive_opinion", opinion="agree",
                  answered_on=stage.engine.today().isoformat())


def party_objects(stage: Stage, plan: Plan) -> None:
    """The third party does not want it disclosed, and says why."""
    stage.hand_in(plan, "receive_opinion", opinion="disagree",
                  answered_on=stage.engine.today().isoformat(),
                  opinion_reasons=wording.remark(plan, "objection"))


def decide_to_withhold(stage: Stage, plan: Plan) -> None:
    """The objection has good reason."""
    stage.hand_in(plan, "decide_disclosure", disclosure="withhold",
                  disclosure_reasons=wording.remark(plan, "decision", "withhold"))


def decide_with_consent(stage: Stage, plan: Plan) -> None:
    """Nobody objects."""
    stage.hand_in(plan, "decide_disclosure", disclosure="disclose",
                  disclosure_reasons=wording.remark(plan, "decision", "consent"))


def decide_against_objection(stage: Stage, plan: Plan) -> None:
    """The public interest outweighs the objection."""
    stage.hand_in(plan, "decide_disclosure", disclosure="disclose",
                  disclosure_reasons=wording.remark(plan, "decision", "disclose"),
                  public_interest=wording.remark(plan, "public_interest"))


def ask_colleague(stage: Stage, plan: Plan) -> None:
    """The handler asks another handler of the agency to find something out."""
    stage.engine.handle(AskAssistance(
        case_id=plan.case_id, kind="share" if plan.remark % 2 else "assist", unit_id=None,
        person_id=_colleague(stage, plan).person_id, asked=wording.remark(plan, "assistance"),
    ), stage.actor(plan, Role.HANDLER))


def answer_colleague(stage: Stage, plan: Plan) -> None:
    """The colleague answers."""
    _by_colleague(stage, plan, assistance="answered",
                  assistance_answer=wording.remark(plan, "assistance_answer"))


def send_colleague_back(stage: Stage, plan: Plan) -> None:
    """The colleague is not whom to ask."""
    _by_colleague(stage, plan, assistance="returned",
                  assistance_return_reason=wording.remark(plan, "assistance_return"))


def _colleague(stage: Stage, plan: Plan) -> Actor:
    names = plan.office.people[Role.HANDLER]
    return stage.actors[next(name for name in names if name != plan.people[Role.HANDLER])]


def _by_colleague(stage: Stage, plan: Plan, **values: Any) -> None:
    stage.engine.handle(
        CompleteTask(task_id=stage.task(plan, "give_assistance")["id"], values=values),
        _colleague(stage, plan),
    )


def propose_transfer(stage: Stage, plan: Plan) -> None:
    """Another agency of the district made the information."""
    there = next(each for each in offices() if each.letter_code == plan.to)
    to = stage.actors[there.people[Role.INTAKE_OFFICER][0]].agency_id
    assert to is not None
    plan.transfer_id = stage.engine.handle(ProposeTransfer(
        case_id=plan.case_id, to_agency_id=to, manner="between",
        reason=wording.transfer_reason(plan, there),
    ), stage.actor(plan, Role.HANDLER))


def approve_transfer(stage: Stage, plan: Plan) -> None:
    """The head of the disclosure office agrees: the other agency may take it over."""
    stage.hand_in(plan, "approve_transfer", transfer_decision="approved",
                  opinion=wording.remark(plan, "transfer_opinion"))


def take_over(stage: Stage, plan: Plan) -> None:
    """The other agency takes the request over: from now on its people handle it."""
    there = next(each for each in offices() if each.letter_code == plan.to)
    plan.office = there
    plan.people = {role: names[0] for role, names in there.people.items() if names}
    stage.engine.handle(
        AcceptTransfer(transfer_id=plan.transfer_id, received_on=stage.engine.today()),
        stage.actor(plan, Role.INTAKE_OFFICER),
    )


def tell_of_transfer(stage: Stage, plan: Plan) -> None:
    """The applicant learns who answers now."""
    stage.hand_in(plan, "tell_applicant", telling_applicant="told",
                  transfer_explained=wording.remark(plan, "transfer_explained"))
    serve_notice(stage, plan)


def refer(stage: Stage, plan: Plan) -> None:
    """The confidentiality reviewer cannot decide alone."""
    stage.hand_in(plan, "review_confidentiality", confidentiality="refer",
                  opinion=wording.remark(plan, "confidentiality", "undecided"))


def send_referral(stage: Stage, plan: Plan) -> None:
    """It is laid before the authority, and the applicant told of it."""
    today = stage.engine.today()
    stage.hand_in(
        plan, "send_referral", referral="sent", referred_to=wording.remark(plan, "referred_to"),
        referral_number=wording.own_number(plan, today.year), referred_on=today.isoformat(),
        applicant_told_on=today.isoformat(),
    )


def receive_determination(stage: Stage, plan: Plan) -> None:
    """The authority finds no secret."""
    today = stage.engine.today()
    stage.hand_in(
        plan, "record_determination", determination="not_secret",
        determination_number=f"周保密函〔{today.year}〕{3 + plan.remark % 20}号",
        determined_on=today.isoformat(),
        determination_text=wording.remark(plan, "determination"),
    )
    stage.find_each_item(plan, finding="may_disclose")


def arrange_adviser(stage: Stage, plan: Plan) -> None:
    """A small agency has its legal questions answered by a law firm from now on."""
    agency = stage.actor(plan, Role.HANDLER).agency_id
    assert agency is not None
    administrator = next(
        each for each in stage.actors.values() if Role.ADMINISTRATOR in each.roles)
    stage.engine.handle(ArrangeLegalAdvice(
        agency_id=agency, kind="counsel", adviser_id=None,
        name=wording.remark(plan, "adviser"), from_day=stage.engine.today(),
        basis=wording.remark(plan, "adviser_basis"),
    ), administrator)


def hear_adviser(stage: Stage, plan: Plan) -> None:
    """The adviser's opinion came on paper."""
    conclusion, opinion = wording.legal_opinion(plan)
    stage.hand_in(
        plan, "register_legal_opinion", legal_registration="registered",
        legal_conclusion=conclusion, opinion=opinion,
        legal_reasons="" if conclusion == "agree"
        else wording.remark(plan, "legal_opinion", "reasons"),
        opinion_given_by=wording.remark(plan, "adviser_signs"),
        opinion_given_on=stage.engine.today().isoformat(),
    )


def tell_party(stage: Stage, plan: Plan) -> None:
    """The third party learns why it is disclosed all the same, with days left to object."""
    today = stage.engine.today()
    stage.hand_in(
        plan, "tell_third_party", telling="told", third_party_told_on=today.isoformat(),
        disclose_from=WorkingDays.load().add(today + timedelta(days=1), 5).isoformat(),
    )
