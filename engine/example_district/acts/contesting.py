"""An answered request is contested: reconsideration, litigation, and what they order."""

from engine import EnterRemedy
from engine.actors.roles import Role
from engine.example_district import wording
from engine.example_district.acts.stage import Stage
from engine.example_district.plans import Plan


def contest(stage: Stage, plan: Plan) -> None:
    """The copy of an application for reconsideration comes in."""
    _enter(stage, plan, "reconsideration", "周政复〔{year}〕{n}号")


def sue(stage: Stage, plan: Plan) -> None:
    """The copy of a complaint comes in."""
    _enter(stage, plan, "suit", "（{year}）鲁0306行初{n}号")


def answer_remedy(stage: Stage, plan: Plan) -> None:
    """The legal section hands in the answer, with the evidence."""
    today = stage.engine.today()
    stage.hand_in(plan, "submit_answer", remedy_answer="submitted",
                  remedy_answered_on=today.isoformat(),
                  remedy_answer_number=wording.own_number(plan, today.year))


def uphold(stage: Stage, plan: Plan) -> None:
    """The reply stands."""
    _decide(stage, plan, "upheld", "周政复决〔{year}〕{n}号")


def dismiss(stage: Stage, plan: Plan) -> None:
    """The court dismisses the complaint."""
    _decide(stage, plan, "upheld", "（{year}）鲁0306行初{n}号")


def take_back(stage: Stage, plan: Plan) -> None:
    """The applicant takes it back."""
    _decide(stage, plan, "other", "周政复终〔{year}〕{n}号",
            remedy_note=wording.remark(plan, "taken_back"))


def order_anew(stage: Stage, plan: Plan) -> None:
    """The reply is set aside, and a new one ordered."""
    _decide(stage, plan, "ordered", "周政复决〔{year}〕{n}号",
            remedy_note=wording.remark(plan, "ordered"))


def reopen(stage: Stage, plan: Plan) -> None:
    """The term of the decision is entered: the request is handled again."""
    stage.hand_in(plan, "enter_term", anew="reopened", term="20", term_unit="working_days",
                  counted_from="receipt", term_from=plan.decided_on)


def _enter(stage: Stage, plan: Plan, kind: str, number: str) -> None:
    today = stage.engine.today()
    stage.engine.handle(EnterRemedy(
        case_id=plan.case_id, kind=kind, procedure="ordinary", body="",
        case_number=_numbered(plan, number, today.year), received_on=today,
    ), stage.actor(plan, Role.LEGAL_OFFICER))


def _decide(stage: Stage, plan: Plan, outcome: str, number: str, **values: str) -> None:
    today = stage.engine.today()
    plan.decided_on = today.isoformat()
    stage.hand_in(
        plan, "enter_outcome", remedy_outcome=outcome, remedy_decided_on=plan.decided_on,
        decision_number=_numbered(plan, number, today.year),
        decision_received_on=plan.decided_on, **values,
    )


def _numbered(plan: Plan, number: str, year: int) -> str:
    return number.format(year=year, n=11 + plan.number % 60 + plan.remark)
