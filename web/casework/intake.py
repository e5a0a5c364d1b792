"""登记: the intake form, as the paper form reads, the channel first."""

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    ArrivalPage,
    DropIntakeDraft,
    EarlierOf,
    IntakeDrafts,
    InvalidInput,
    ReceiptOf,
    Refusal,
    Role,
    SaveIntakeDraft,
    SentWithOtherContent,
    Similar,
    SimilarRequests,
    suggested_way,
)
from web.frame.access import actor, go_to, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import (
    APPLICANT_INPUTS,
    DRAFT,
    in_intake_order,
    intake_values,
    kept_key,
    posted_key,
    posted_number,
    posted_request,
    read_day,
)
from web.frame.language import explain, moment, translate
from web.frame.vocabulary import CHANNELS, N_

pages = Blueprint("intake", __name__, url_prefix="/intake")
_SUGGESTED = {channel: suggested_way(channel) for channel in CHANNELS}


@pages.get("")
@open_to(Role.INTAKE_OFFICER)
def form() -> str:
    """What was typed and not registered yet goes on; else an empty form, today in both dates."""
    today = the_engine().today().isoformat()
    drafts = the_engine().ask(IntakeDrafts(), actor())
    asked = request.args.get("draft", "")
    chosen = next((each for each in drafts if each.page == asked), None)
    if not asked and not request.args.keys() & {"new", "arrival"} and drafts:
        chosen = drafts[0]
    arrival = None if chosen else posted_number(request.args.get("arrival", ""))
    typed = chosen.values if chosen else _of_arrival(arrival) if arrival else {
        "arrived_on": today, "received_on": today, "kind": "natural_person",
        "form_of_supply": "paper", "written_by": actor().name,
    }
    return render_template(
        "casework/intake.html", typed=typed, key=kept_key(), today=today, chosen=chosen,
        suggested=_SUGGESTED,
        others=[each for each in drafts if each is not chosen], gone=asked and chosen is None,
    )


def _of_arrival(arrival_id: int) -> dict[str, str]:
    """What was taken down of an arrival, as the form begins. Raises NotFound."""
    view = the_engine().ask(ArrivalPage(arrival_id=arrival_id), actor())
    row, received = view.row, view.item.standing.received_on
    return {
        "arrival": str(arrival_id), "channel": view.channel,
        "arrived_on": row["arrived_on"].isoformat(),
        "received_on": received.isoformat() if received else "", "kind": "natural_person",
        "name": row["sender"], "phone": row["phone"], "email": row["email"],
        "subject": row["subject"], "form_of_supply": "paper",
        "way_of_supply": suggested_way(view.channel), "written_by": actor().name,
    }


@pages.post("/draft")
@open_to(Role.INTAKE_OFFICER)
def keep() -> Response:
    """Keep what was typed, by itself while the officer types: answers one short line."""
    page = kept_key()
    beside = the_engine().handle(SaveIntakeDraft(
        values=intake_values(), page=page, came_from=request.form.get(DRAFT, ""),
    ), actor())
    text = translate("草稿已保存（{at}）", at=moment(the_engine().now()))
    if beside:
        text += translate("；另有没有登记完的草稿，各自保留。")
    response = make_response(render_template("frame/draft_state.html", text=text, wrong=False))
    response.headers["HX-Replace-Url"] = url_for("intake.form", draft=page)
    return response


@pages.post("/drafts/<page>/drop")
@open_to(Role.INTAKE_OFFICER)
def drop(page: str) -> Response:
    """Throw away a draft."""
    the_engine().handle(DropIntakeDraft(page=page), actor(), key=posted_key())
    return go_to(url_for("intake.form"))


@pages.post("")
@open_to(Role.INTAKE_OFFICER)
def register() -> Response:
    """Enter the request in the register and show its case with the printable receipt."""
    try:
        case_id = the_engine().handle(posted_request(), actor(), key=posted_key())
    except Refusal as refusal:
        look = ""
        if isinstance(refusal, SentWithOtherContent):
            look = url_for("cases.show", case_id=refusal.facts["result"])
        if isinstance(refusal, InvalidInput):
            refusal = InvalidInput(in_intake_order({
                APPLICANT_INPUTS.get(name, name): text for name, text in refusal.problems.items()
            }))
        return shown_again(
            "casework/intake.html", refusal,
            {
                "typed": request.form, "key": kept_key(),
                "today": the_engine().today().isoformat(), "suggested": _SUGGESTED,
            },
            look=look,
        )
    return go_to(url_for("cases.show", case_id=case_id, done="registered"))


@pages.get("/receipt")
@open_to(Role.INTAKE_OFFICER)
def receipt() -> Response:
    """The day of receipt, the rule behind it and the due date, while the form is filled in."""
    channel = request.args.get("channel", "")
    if channel not in CHANNELS:
        text = translate("请先选择申请渠道，系统据此确定收到申请之日和答复期限。")
        return make_response(
            render_template("casework/intake_receipt.html", preview=None, text=text)
        )
    try:
        arrived = read_day(request.args.get("arrived_on", ""), "arrived_on", N_("申请到达日期"))
        received = read_day(request.args.get("received_on", ""), "received_on", N_("收到日期"))
        if received is not None and received > the_engine().today():
            raise InvalidInput({"received_on": "收到日期不能晚于今天，请核对。"})
        assert arrived is not None
        assert received is not None
        preview = the_engine().ask(ReceiptOf(
            channel=channel, arrived_on=arrived, received_on=received,
        ), actor())
    except Refusal as refusal:
        text = (
            "；".join(translate(problem) for problem in refusal.problems.values())
            if isinstance(refusal, InvalidInput) else explain(refusal)
        )
        return make_response(
            render_template("casework/intake_receipt.html", preview=None, text=text, wrong=True)
        )
    return make_response(
        render_template(
            "casework/intake_receipt.html", preview=preview, text="",
        )
    )


@pages.post("/similar")
@open_to(Role.INTAKE_OFFICER)
def similar() -> str:
    """Earlier requests like the one being typed: same applicant, like words.

    Posted although it changes nothing: a name in an address would stand in the logs of proxies.
    """
    name = request.form.get("name", "").strip()
    subject = request.form.get("subject", "").strip()
    typed = {each: request.form.get(each, "").strip() for each in (
        "name", "id_number", "phone", "subject", "description")}
    earlier = the_engine().ask(EarlierOf(**typed), actor()) if any(typed.values()) else None
    found: tuple[Similar, ...] = ()
    if name or len(subject) > 1:
        found = the_engine().ask(SimilarRequests(applicant=name, subject=subject), actor())
    known = {each.case_id for each in earlier.requests} if earlier else set()
    return render_template(
        "casework/intake_similar.html", earlier=earlier, asked=bool(name or subject),
        found=[each for each in found if each.case_id not in known],
    )
