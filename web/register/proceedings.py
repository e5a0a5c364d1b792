"""复议诉讼登记簿: every reconsideration and suit that I may see, with its next limit."""

from flask import Blueprint, render_template, request

from engine import RemediesPage
from web.frame.access import actor, signed_in, the_engine
from web.frame.forms import posted_number

pages = Blueprint("proceedings", __name__)


@pages.get("/remedies")
@signed_in
def list_remedies() -> str:
    """The list; what an address says that it does not understand is left out."""
    standing, year = request.args.get("standing", ""), posted_number(request.args.get("year", ""))
    wanted = RemediesPage(standing=standing if standing in ("open", "closed") else "", year=year)
    return render_template(
        "register/remedies.html", wanted=wanted, page=the_engine().ask(wanted, actor()))
