"""办件登记簿: every case that I may see, narrowed by filters that stand in the address.

Which filters there are, and what each is called, the engine's register says (``FILTERS``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    FILTERS,
    NOBODY,
    SORTS,
    EveryCase,
    FilterField,
    RegisterFilter,
    RegisterPage,
    RegisterView,
    TooManyCases,
)
from web.casework.cases import as_file
from web.frame.access import actor, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_number
from web.frame.language import ZONE, day, translate
from web.frame.vocabulary import NOT_YET
from web.register import register_file
from web.register.sealed_words import seal, unseal

pages = Blueprint("register", __name__)
_EMPTY = RegisterFilter()
_TEXTS = tuple(each.name for each in FILTERS if each.kind == "text")
SEALED = "sealed-"      # before the name of a filter whose words nobody is to read in an address


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(each: FilterField, text: str) -> Any:
    """What an address says of one filter; what it does not understand is empty."""
    if each.kind == "code":
        return text if text in each.codes else ""
    if each.kind in ("agency", "person", "number"):
        return posted_number(text)
    if each.kind in ("from_day", "to_day"):
        return _day(text)
    if each.kind == "flag":
        return text == "1"
    return text.strip()[:200]


def read_filter(arguments: Mapping[str, str]) -> RegisterFilter:
    """The filter in an address, or a form; what it does not understand it leaves out.

    Search words stand sealed in addresses and plain in forms.
    """
    sort = arguments.get("sort", "")
    typed = {each.name: arguments.get(each.name, "") for each in FILTERS}
    for name in _TEXTS:
        typed[name] = typed[name] or unseal(arguments.get(SEALED + name, ""))
    return RegisterFilter(
        **{each.name: _read(each, typed[each.name]) for each in FILTERS},
        after=arguments.get("after", "").strip()[:200],
        sort=sort if sort in SORTS else _EMPTY.sort,
    )


def as_arguments(wanted: RegisterFilter) -> dict[str, Any]:
    """A filter as the address writes it, without what is empty."""
    plain: dict[str, Any] = {}
    for name in (*(each.name for each in FILTERS), "after", "sort"):
        value = getattr(wanted, name)
        if value != getattr(_EMPTY, name):
            plain[name] = "1" if value is True else value
            if isinstance(value, date):
                plain[name] = value.isoformat()
    for name in _TEXTS:
        if name in plain:
            plain[SEALED + name] = seal(plain.pop(name))
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


def conditions(wanted: RegisterFilter, page: RegisterView) -> tuple[Condition, ...]:
    """Every filter in force, in the order of the form. Search words and names stay as written."""
    found = []
    for each, value in wanted.in_force():
        if words := _WORDS[each.kind](each, value, page):
            without = replace(wanted, after="", **{each.name: getattr(_EMPTY, each.name)})
            found.append(Condition(translate(each.label), words, address(without)))
    return tuple(found)


def _person(_: FilterField, number: int, page: RegisterView) -> str:
    names = {NOBODY: translate(NOT_YET)} | {
        person.id: person.name for _, people in page.offices for person in people
    }
    return _named(number, names)


_WORDS: Mapping[str, Callable[[FilterField, Any, RegisterView], str]] = {
    "text": lambda each, value, page: f"“{value}”",
    "code": lambda each, value, page: translate(each.codes[value]),
    "agency": lambda each, value, page: _named(
        value, {agency.id: translate(agency.short_name) for agency in page.agencies}),
    "person": _person,
    "number": lambda each, value, page: str(value),
    "from_day": lambda each, value, page: day(value),
    "to_day": lambda each, value, page: day(value),
    "step": lambda each, value, page: " / ".join(map(translate, page.step_names)),
    "letter": lambda each, value, page: translate(page.letter_title),
    "flag": lambda each, value, page: translate("我"),
}


def _named(number: int, names: Mapping[int, str]) -> str:
    """The name behind a number; also for one that the reader does not see."""
    return names.get(number, translate("不在可以查看的范围内"))


@pages.get("/register")
@signed_in
def list_cases() -> Response:
    """The list. Search words find number, subject and applicant.

    Words that somebody typed into the address are taken to where nobody reads them.
    """
    wanted = read_filter(request.args)
    if any(request.args.get(name) for name in _TEXTS):
        return redirect(address(wanted), code=303)
    return make_response(render_template("register/register.html", **_list(wanted)))


@pages.post("/register")
@signed_in
def search() -> Response:
    """The filter as it was filled in, taken to the address that says it without a name."""
    return redirect(address(read_filter(request.form)), code=303)


def _list(wanted: RegisterFilter) -> dict[str, Any]:
    page = the_engine().ask(RegisterPage(wanted=wanted), actor())
    whole = replace(wanted, after="")
    return {
        "page": page, "wanted": wanted, "agencies": page.agencies, "offices": page.offices,
        "following": address(replace(wanted, after=page.next)) if page.next else "",
        "first": address(whole) if wanted.after else "",
        "conditions": conditions(wanted, page), "printed_at": the_engine().now(),
        "file": url_for("register.download", **as_arguments(whole)), "filters": FILTERS,
    }


@pages.get("/register.csv")
@signed_in
def download() -> Response:
    """The whole filtered list as a file for spreadsheets, with what the list shows."""
    wanted = read_filter(request.args)
    try:
        content = register_file.write(
            the_engine().stream(
                EveryCase(wanted=wanted, at_most=register_file.AT_MOST), actor()
            ))
    except TooManyCases as refusal:
        return shown_again("register/register.html", refusal, _list(wanted))
    name = f"{translate('办件登记簿')}_{the_engine().now().astimezone(ZONE):%Y%m%d}.csv"
    return as_file(name, content, "text/csv")
