"""转办、移送: proposed on the page of a case; taken over, or not, on a page of their own."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    AcceptTransfer,
    NotFound,
    ProposeTransfer,
    Refusal,
    RefuseTransfer,
    Role,
    TransfersPage,
    WithdrawTransfer,
)
from web.casework.beside import carried_out, text
from web.frame.access import actor, by_htmx, go_to, open_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key, posted_number, read_day
from web.frame.vocabulary import N_

pages = Blueprint("transfers", __name__)
_TAB = "transfers"


@pages.get("/transfers")
@open_to(Role.INTAKE_OFFICER, Role.MANAGER)
def overview() -> str:
    """What is offered to one's agency, and what it handed to others."""
    return render_template("casework/transfers.html", **_overview())


@pages.post("/transfers/<int:transfer_id>/accept")
@open_to(Role.INTAKE_OFFICER)
def accept(transfer_id: int) -> Response:
    """Take it over."""
    prefix = f"accept-{transfer_id}-"
    try:
        day = read_day(text("received_on"), "received_on", N_("收到移送材料的日期"))
        assert day is not None      # it is wanted
        case_id = the_engine().handle(
            AcceptTransfer(transfer_id=transfer_id, received_on=day), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _overview_again(refusal, prefix)
    return go_to(url_for("cases.show", case_id=case_id, tab="transfers", done="taken_over"))


@pages.post("/transfers/<int:transfer_id>/refuse")
@open_to(Role.INTAKE_OFFICER)
def refuse(transfer_id: int) -> Response:
    """Do not take it over."""
    try:
        the_engine().handle(RefuseTransfer(
            transfer_id=transfer_id, reason=text("reason")), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _overview_again(refusal, f"refuse-{transfer_id}-")
    return go_to(url_for("transfers.overview", done="refused"))


@pages.post("/cases/<int:case_id>/transfers/propose")
@signed_in
def propose(case_id: int) -> Response:
    """Propose that another agency answers."""
    return carried_out(case_id, ProposeTransfer(
        case_id=case_id, to_agency_id=posted_number(text("to_agency_id")) or 0,
        manner=text("manner"), reason=text("reason"),
    ), _TAB, "transfer-")


@pages.post("/cases/<int:case_id>/transfers/<int:transfer_id>/withdraw")
@signed_in
def withdraw(case_id: int, transfer_id: int) -> Response:
    """Take it back."""
    return carried_out(case_id, WithdrawTransfer(
        transfer_id=transfer_id, reason=text("reason"),
    ), _TAB, f"take-back-{transfer_id}-")


def _overview() -> dict[str, Any]:
    return {"view": the_engine().ask(TransfersPage(), actor()),
            "today": the_engine().today().isoformat()}


def _overview_again(refusal: Refusal, prefix: str) -> Response:
    context = {}
    if not by_htmx():
        context = _overview() | {"typed_in": prefix, "typed": request.form}
    return shown_again("casework/transfers.html", refusal, context, prefix=prefix)
