"""办件登记簿: every case that I may see, narrowed by filters that stand in the address."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from engine import AgencyRef, RegisterFilter
from web.access import actor, signed_in, the_engine
from web.forms import posted_number
from web.vocabulary import AREAS, CHANNELS, DUE, SORTS, STATUSES

pages = Blueprint("register", __name__)
_CODES: Mapping[str, Mapping[str, str]] = {
    "status": STATUSES, "due": DUE, "channel": CHANNELS, "area": AREAS, "sort": SORTS,
}
_NAMES = ("text", "step", "letter_kind", "after")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_filter(arguments: Mapping[str, str]) -> RegisterFilter:
    """The filter in an address; what it does not understand it leaves out."""
    texts = {name: arguments.get(name, "").strip()[:200] for name in _NAMES}
    codes = {
        name: code for name, known in _CODES.items() if (code := arguments.get(name, "")) in known
    }
    return RegisterFilter(
        **texts, **codes,
        agency_id=posted_number(arguments.get("agency_id", "")),
        handler_id=posted_number(arguments.get("handler_id", "")),
        received_from=_day(arguments.get("received_from", "")),
        received_to=_day(arguments.get("received_to", "")),
        mine=arguments.get("mine") == "1",
    )


def as_arguments(wanted: RegisterFilter) -> dict[str, Any]:
    """A filter as the address writes it, without what is empty."""
    plain: dict[str, Any] = {
        name: getattr(wanted, name)
        for name in (*_NAMES, *_CODES, "agency_id", "handler_id")
        if getattr(wanted, name)
    }
    if plain.get("sort") == "newest":
        del plain["sort"]
    for name in ("received_from", "received_to"):
        if getattr(wanted, name):
            plain[name] = getattr(wanted, name).isoformat()
    if wanted.mine:
        plain["mine"] = "1"
    return plain


def address(wanted: RegisterFilter) -> str:
    """Where the register shows exactly these cases."""
    return url_for("register.list_cases", **as_arguments(wanted))


@pages.get("/register")
@signed_in
def list_cases() -> str:
    """The list. Search words find number, subject and applicant."""
    wanted = read_filter(request.args)
    engine, me = the_engine(), actor()
    agencies: tuple[AgencyRef, ...] = engine.agencies(me)
    page = engine.register(me, wanted)
    following = address(replace(wanted, after=page.next)) if page.next else ""
    return render_template(
        "register.html", page=page, wanted=wanted, agencies=agencies, people=engine.people(me),
        following=following,
        first=address(replace(wanted, after="")) if wanted.after else "",
        narrowed=bool(as_arguments(replace(wanted, after="", sort="newest"))),
    )
