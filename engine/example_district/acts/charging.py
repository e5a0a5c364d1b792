"""A request is beyond reason in number or extent: a fee is charged, or reasons are asked for."""

from engine import OpenExcess, OpenFee
from engine.actors.roles import Role
from engine.example_district import wording
from engine.example_district.acts.serving import serve_notice
from engine.example_district.acts.stage import Stage
from engine.example_district.plans import Plan


def charge(stage: Stage, plan: Plan) -> None:
    """The handler begins to charge."""
    stage.engine.handle(OpenFee(case_id=plan.case_id), stage.actor(plan, Role.HANDLER))


def propose_fee(stage: Stage, plan: Plan) -> None:
    """The handler counts the pages."""
    stage.hand_in(plan, "propose_fee", fee_proposal="proposed", fee_method="by_page",
                  **wording.fee(plan))


def approve_fee(stage: Stage, plan: Plan) -> None:
    """The reviewer agrees; the notice is brought to the applicant."""
    stage.hand_in(plan, "approve_fee", fee_approval="approved",
                  opinion=wording.remark(plan, "fee_opinion"))
    serve_notice(stage, plan)


def pay_fee(stage: Stage, plan: Plan) -> None:
    """The applicant pays."""
    stage.hand_in(plan, "receive_payment", fee_payment="paid",
                  paid_on=stage.engine.today().isoformat(),
                  fee_receipt=f"鲁财票{37030610 + plan.number * 13 + plan.remark}")


def lapse_fee(stage: Stage, plan: Plan) -> None:
    """Nothing was paid in the period: the handler confirms it."""
    stage.hand_in(plan, "receive_payment", fee_payment="lapsed", fee_checked="true")


def doubt(stage: Stage, plan: Plan) -> None:
    """The handler begins to ask why so much is requested."""
    stage.engine.handle(OpenExcess(case_id=plan.case_id), stage.actor(plan, Role.HANDLER))


def ask_for_reasons(stage: Stage, plan: Plan) -> None:
    """The notice that asks for reasons is written and brought to the applicant."""
    stage.hand_in(plan, "ask_for_reasons", excess="asked", **wording.excess(plan))
    serve_notice(stage, plan)


def give_reasons(stage: Stage, plan: Plan) -> None:
    """The applicant explains himself."""
    stage.hand_in(plan, "receive_reasons", reasons="given",
                  reasons_given_on=stage.engine.today().isoformat(),
                  reasons_text=wording.remark(plan, "excess", "reasons"))


def find_reasonable(stage: Stage, plan: Plan) -> None:
    """The reasons are good: the request is answered in its time."""
    stage.hand_in(plan, "weigh_reasons", weighing="reasonable",
                  finding_reasons=wording.remark(plan, "excess", "reasonable"))


def find_unreasonable(stage: Stage, plan: Plan) -> None:
    """The reasons are no good."""
    stage.hand_in(plan, "weigh_reasons", weighing="unreasonable",
                  finding_reasons=wording.remark(plan, "excess", "unreasonable"))
