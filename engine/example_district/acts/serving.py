"""How letters reach the applicant."""

from typing import Any

from engine.actors.roles import Role
from engine.example_district import wording
from engine.example_district.acts.stage import Stage
from engine.example_district.plans import Plan
from engine.registration.application import SERVED_BY
from engine.statute.values.ways_of_service import ways_of_service


def serve(stage: Stage, plan: Plan) -> None:
    """The reply leaves: posted, or handed over at once."""
    way = SERVED_BY.get(plan.way_of_supply, "post")
    if stage.waits(plan, "serve_letter"):
        _serve(stage, plan, "serve_letter", way)
    else:
        stage.complete(
            plan, Role.INTAKE_OFFICER, "serve_reply", service="served",
            **_filled_in(stage, plan, way),
        )


def serve_notice(stage: Stage, plan: Plan) -> None:
    """A notice is brought to the applicant on its day; earlier releases do not ask how."""
    if stage.waits(plan, "serve_letter"):
        _serve(stage, plan, "serve_letter", "online" if plan.channel == "internet" else "in_person")


def confirm(stage: Stage, plan: Plan) -> None:
    """The intake officer looks up that what was posted has arrived."""
    if stage.waits(plan, "confirm_delivery"):
        stage.complete(
            plan, Role.INTAKE_OFFICER, "confirm_delivery", delivery="delivered",
            delivered_on=stage.engine.today().isoformat(), recipient=plan.applicant.name,
        )


def come_back(stage: Stage, plan: Plan) -> None:
    """What was posted comes back."""
    if stage.waits(plan, "confirm_delivery"):
        stage.complete(
            plan, Role.INTAKE_OFFICER, "confirm_delivery", delivery="returned",
            delivered_on=stage.engine.today().isoformat(),
            return_reason=wording.remark(plan, "return_reason"),
        )


def serve_again(stage: Stage, plan: Plan) -> None:
    """What came back is posted once more."""
    if stage.waits(plan, "serve_again"):
        _serve(stage, plan, "serve_again", "post")


def _serve(stage: Stage, plan: Plan, element: str, way: str) -> None:
    posted = ways_of_service()[way].at(stage.engine.today()).counts == "on"
    stage.complete(
        plan, Role.INTAKE_OFFICER, element, service="sent" if posted else "delivered",
        **_filled_in(stage, plan, way),
    )


def _filled_in(stage: Stage, plan: Plan, way: str) -> dict[str, Any]:
    values = {"service_method": way, "served_on": stage.engine.today().isoformat()}
    if way == "post":
        values["tracking_number"] = f"XA{37030600000 + plan.number * 37 + plan.remark}"
    return values
