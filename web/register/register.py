"""办件登记簿: every case that I may see, narrowed by filters that stand in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import NOBODY, AgencyRef, PersonRef, RegisterFilter, RegisterPage, TooManyCases
from web.casework.cases import as_file
from web.frame.access import actor, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_number
from web.frame.language import ZONE, day, translate
from web.frame.vocabulary import AREAS, CHANNELS, DUE, N_, NOT_YET, SORTS, STATUSES
from web.register import register_file

pages = Blueprint("register", __name__)
_CODES: Mapping[str, Mapping[str, str]] = {
    "status": STATUSES, "due": DUE, "channel": CHANNELS, "area": AREAS, "sort": SORTS,
}
_NAMES = ("text", "step", "letter_kind", "after")
_NUMBERS = ("agency_id", "handler_id")


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
        **{name: posted_number(arguments.get(name, "")) for name in _NUMBERS},
        received_from=_day(arguments.get("received_from", "")),
        received_to=_day(arguments.get("received_to", "")),
        mine=arguments.get("mine") == "1",
    )


def as_arguments(wanted: RegisterFilter) -> dict[str, Any]:
    """A filter as the address writes it, without what is empty."""
    plain: dict[str, Any] = {
        name: getattr(wanted, name)
        for name in (*_NAMES, *_CODES, *_NUMBERS)
        if getattr(wanted, name) not in ("", None)
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


@dataclass(frozen=True)
class Condition:
    """One thing that the list is narrowed to, in words, and the list without it."""

    label: str
    words: str
    without: str


def conditions(
    wanted: RegisterFilter, page: RegisterPage, agencies: Iterable[AgencyRef],
    people: Iterable[PersonRef],
) -> tuple[Condition, ...]:
    """Every filter in force, in the order of the form. Search words and names stay as written."""
    persons = {NOBODY: translate(NOT_YET)} | {person.id: person.name for person in people}
    places = {agency.id: translate(agency.short_name) for agency in agencies}

    def code(name: str) -> str:
        return translate(_CODES[name].get(getattr(wanted, name), ""))

    found = (
        ("text", N_("编号、内容、申请人"), wanted.text and f"“{wanted.text}”"),
        ("status", N_("状态"), code("status")),
        ("due", N_("时限"), code("due")),
        ("agency_id", N_("机关"), _named(wanted.agency_id, places)),
        ("channel", N_("渠道"), code("channel")),
        ("area", N_("领域"), code("area")),
        ("handler_id", N_("承办人"), _named(wanted.handler_id, persons)),
        ("received_from", N_("收到日期自"), wanted.received_from and day(wanted.received_from)),
        ("received_to", N_("收到日期至"), wanted.received_to and day(wanted.received_to)),
        ("step", N_("环节"), translate(page.step_name)),
        ("letter_kind", N_("答复"), translate(page.letter_title)),
        ("mine", N_("登记人"), translate("我") if wanted.mine else ""),
    )
    empty = RegisterFilter()
    return tuple(
        Condition(
            translate(label), words,
            address(replace(wanted, after="", **{name: getattr(empty, name)})),
        )
        for name, label, words in found if words
    )


def _named(number: int | None, names: Mapping[int, str]) -> str:
    """The name behind a number; also for one that the reader does not see."""
    return "" if number is None else names.get(number, translate("不在可以查看的范围内"))


@pages.get("/register")
@signed_in
def list_cases() -> str:
    """The list. Search words find number, subject and applicant."""
    return render_template("register/register.html", **_list(read_filter(request.args)))


def _list(wanted: RegisterFilter) -> dict[str, Any]:
    engine, me = the_engine(), actor()
    agencies = tuple(       # an administrator looks after all of them and sees one's cases
        agency for agency in engine.agencies(me)
        if me.sees_all_agencies or agency.id == me.agency_id
    )
    offices = engine.people_by_agency(me)
    people = [person for _, persons in offices for person in persons]
    page = engine.register(me, wanted)
    whole = replace(wanted, after="")
    return {
        "page": page, "wanted": wanted, "agencies": agencies, "offices": offices,
        "following": address(replace(wanted, after=page.next)) if page.next else "",
        "first": address(whole) if wanted.after else "",
        "conditions": conditions(wanted, page, agencies, people), "printed_at": engine.now(),
        "file": url_for("register.download", **as_arguments(whole)),
    }


@pages.get("/register.csv")
@signed_in
def download() -> Response:
    """The whole filtered list as a file for spreadsheets, with what the list shows."""
    wanted = read_filter(request.args)
    try:
        content = register_file.write(
            the_engine().every_case(actor(), wanted, at_most=register_file.AT_MOST))
    except TooManyCases as refusal:
        return shown_again("register/register.html", refusal, _list(wanted))
    name = f"{translate('办件登记簿')}_{the_engine().now().astimezone(ZONE):%Y%m%d}.csv"
    return as_file(name, content, "text/csv")
