"""来件: taken in, confirmed with who asks, registered, passed on or closed."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    AddArrivalPapers,
    ArrivalFacts,
    ArrivalPage,
    ArrivalPaper,
    ArrivalsPage,
    Command,
    FoundNoRequest,
    InvalidInput,
    MendArrival,
    NoteCall,
    NotFound,
    PassOn,
    QuarantinePaper,
    Refusal,
    Role,
    TakeIn,
)
from web.casework.cases import as_file
from web.frame.access import actor, by_htmx, go_to, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import kept_key, posted_day, posted_files, posted_key
from web.frame.vocabulary import N_

pages = Blueprint("arrivals", __name__, url_prefix="/arrivals")
_FACTS = ("sender", "phone", "email", "subject", "note", "tracking_number", "handed_over_by")


@pages.get("")
@open_to(Role.INTAKE_OFFICER)
def overview() -> str:
    """What waits, the most urgent first, and what ended."""
    return render_template(
        "arrivals/arrivals.html", view=the_engine().ask(ArrivalsPage(), actor()))


@pages.get("/new")
@open_to(Role.INTAKE_OFFICER)
def new() -> str:
    """An empty form."""
    return render_template("arrivals/arrival_new.html", **_form({
        "arrived_on": the_engine().today().isoformat()}))


@pages.post("")
@open_to(Role.INTAKE_OFFICER)
def take_in() -> Response:
    """Take down what came in."""
    try:
        arrival_id = the_engine().handle(TakeIn(
            facts=_facts(), papers=posted_papers(),
        ), actor(), key=posted_key())
    except Refusal as refusal:
        return shown_again("arrivals/arrival_new.html", refusal, _form(request.form))
    return go_to(url_for("arrivals.show", arrival_id=arrival_id, done="taken_in"))


@pages.get("/<int:arrival_id>")
@open_to(Role.INTAKE_OFFICER)
def show(arrival_id: int) -> str:
    """All of an arrival, and what may be done with it."""
    return render_template("arrivals/arrival.html", **_page(arrival_id))


@pages.post("/<int:arrival_id>/mend")
@open_to(Role.INTAKE_OFFICER)
def mend(arrival_id: int) -> Response:
    """Put right what was taken down."""
    return _do(arrival_id, lambda: MendArrival(arrival_id=arrival_id, facts=_facts()))


@pages.post("/<int:arrival_id>/calls")
@open_to(Role.INTAKE_OFFICER)
def call(arrival_id: int) -> Response:
    """Take down an attempt to confirm."""
    form = request.form
    outcome = form.get("outcome", "")
    return _do(arrival_id, lambda: NoteCall(
        arrival_id=arrival_id, called_on=_day("called_on", N_("联系日期")),
        called_at=form.get("called_at", "").strip()[:5], number=form.get("number", ""),
        spoke_with=form.get("spoke_with", ""), reached=outcome in ("confirmed", "reached"),
        confirmed=outcome == "confirmed", note=form.get("call_note", ""),
    ), note="call_note", confirmed="outcome")


@pages.post("/<int:arrival_id>/papers")
@open_to(Role.INTAKE_OFFICER)
def add_papers(arrival_id: int) -> Response:
    """Put papers to it."""
    return _do(arrival_id, lambda: AddArrivalPapers(
        arrival_id=arrival_id, papers=posted_papers()), papers="attachments")


@pages.post("/<int:arrival_id>/papers/<int:paper_id>/quarantine")
@open_to(Role.INTAKE_OFFICER)
def quarantine(arrival_id: int, paper_id: int) -> Response:
    """A secret among its papers."""
    return _do(arrival_id, lambda: QuarantinePaper(
        paper_id=paper_id, reason=request.form.get("secret_reason", "")),
        reason=f"secret-{paper_id}-reason")


@pages.post("/<int:arrival_id>/pass-on")
@open_to(Role.INTAKE_OFFICER)
def pass_on(arrival_id: int) -> Response:
    """Hand it on with its originals."""
    form = request.form
    return _do(arrival_id, lambda: PassOn(
        arrival_id=arrival_id, passed_on=_day("passed_on", N_("转交日期")), to=form.get("to", ""),
        signed_by=form.get("signed_by", ""), note=form.get("pass_note", ""),
    ), note="pass_note")


@pages.post("/<int:arrival_id>/no-request")
@open_to(Role.INTAKE_OFFICER)
def no_request(arrival_id: int) -> Response:
    """Close it with the reason."""
    return _do(arrival_id, lambda: FoundNoRequest(
        arrival_id=arrival_id, reason=request.form.get("reason", "")))


@pages.get("/papers/<int:paper_id>")
@open_to(Role.INTAKE_OFFICER)
def paper(paper_id: int) -> Response:
    """A paper as it came, to be saved."""
    row, content = the_engine().ask(ArrivalPaper(paper_id=paper_id), actor())
    return as_file(row["name"], content)


def posted_papers() -> tuple[Any, ...]:
    """The files of a form of arrivals, each with the paper that it was called."""
    return posted_files("attachments", request.form.get("label", ""))


def _do(arrival_id: int, command: Any, **inputs: str) -> Response:
    """Carry out and come back; what is refused is told at its input (by the engine's name)."""
    try:
        made: Command[None] = command()
        the_engine().handle(made, actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        if isinstance(refusal, InvalidInput):
            refusal = InvalidInput({
                inputs.get(name, name): text for name, text in refusal.problems.items()})
        page = {} if by_htmx() else _page(arrival_id)
        if page:
            page["typed"] = {**page["typed"], **request.form}
        return shown_again("arrivals/arrival.html", refusal, page)
    return go_to(url_for("arrivals.show", arrival_id=arrival_id, done="noted"))


def _page(arrival_id: int) -> dict[str, Any]:
    view = the_engine().ask(ArrivalPage(arrival_id=arrival_id), actor())
    facts = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in dict(view.row).items()
    }
    typed = {**facts, "called_on": _today(), "passed_on": _today(), "reason": ""}
    typed["number"] = view.row["phone"] or view.row["email"]
    return {"view": view, **_form(typed)}


def _form(typed: Any) -> dict[str, Any]:
    return {"typed": typed, "key": kept_key(), "today": _today()}


def _today() -> str:
    return the_engine().today().isoformat()


def _day(name: str, label: str) -> date:
    day = posted_day(name, label)
    assert day is not None
    return day


def _facts() -> ArrivalFacts:
    """Raises InvalidInput for days that are none."""
    typed = {name: request.form.get(name, "").replace("\r\n", "\n") for name in _FACTS}
    return ArrivalFacts(
        way=request.form.get("way", ""), arrived_on=_day("arrived_on", N_("来件日期")),
        handed_over_on=posted_day("handed_over_on", N_("收发室移交日期"), required=False), **typed,
    )
