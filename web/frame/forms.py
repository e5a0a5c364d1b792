"""From posted forms to commands: nothing is believed, everything typed is kept."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from flask import request
from werkzeug.routing import IntegerConverter

from engine import (
    Applicant,
    DrawnForm,
    Field,
    InvalidInput,
    RegisterRequest,
    TaskForm,
    Upload,
    likely_kind,
)
from web.frame.language import translate
from web.frame.vocabulary import N_

KEY = "key"
FIELD = "field-"
FACT = "fact-"
LETTER_KIND = "letter-kind"
OUTCOME = "outcome"
ASK = "ask"
#: The papers that the intake form asks for by name, besides others.
INTAKE_PAPERS = ("application", "identity", "authority", "envelope")
DRAFT = "draft"     # the version of the draft that a page began with
_INTAKE = (
    "channel", "arrived_on", "received_on", "kind", "name", "legal_representative",
    "contact_person", "country", "id_kind", "id_number", "id_note", "phone", "email", "address",
    "postcode", "joint", "agent_name", "authority", "agent_id_kind", "agent_id_number",
    "agent_id_note", "agent_phone", "agent_email", "agent_address", "agent_postcode",
    "arrival", "subject", "description", "items", "area", "form_of_supply",
    "way_of_supply",
    "written_for_applicant", "written_by", "needs_assistance", "suggests_publication",
)
#: What the engine calls otherwise than the form does.
APPLICANT_INPUTS = {"applicant_kind": "kind", "applicant_name": "name"}
_KEY = re.compile(r"[0-9a-f]{32}")


def new_key() -> str:
    """A key for a form: handing it in twice does its deed once."""
    return uuid4().hex


def posted_key() -> str | None:
    """The key of the form that was handed in; None when it has none that we made."""
    key = request.form.get(KEY, "")
    return key if _KEY.fullmatch(key) else None


def kept_key() -> str:
    """The key that a form keeps when it is shown again."""
    return posted_key() or new_key()


def posted_day(name: str, label: str, required: bool = True) -> date | None:
    """A date input. Raises InvalidInput naming the field."""
    return read_day(request.form.get(name, ""), name, label, required)


def read_day(text: str, name: str, label: str, required: bool = True) -> date | None:
    """A date as ``<input type=date>`` sends it. Raises InvalidInput naming the field."""
    text = text.strip()
    if not text:
        if required:
            raise InvalidInput({name: translate("请填写“{label}”。", label=translate(label))})
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            {name: translate("“{label}”不是有效的日期。", label=translate(label))}
        ) from None


class StoredNumber(IntegerConverter):
    """A number in an address: no longer than those of stored rows, so that every other is 404."""

    regex = "[0-9]{1,9}"


def posted_number(text: str) -> int | None:
    """A whole number of at most nine digits, or None."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text or "") else None


def posted_files(name: str, label: str = "") -> tuple[Upload, ...]:
    """The files of an input, all called by one paper; an input left empty sends one file without
    a name."""
    return tuple(
        Upload(name=storage.filename, content=storage.stream.read(), label=label)
        for storage in request.files.getlist(name)
        if storage.filename
    )


def _tick(form: Mapping[str, str], name: str) -> bool:
    return form.get(name) == "1"


def posted_request() -> RegisterRequest:
    """The intake form as a command. Raises InvalidInput for dates that are none."""
    form = {name: value.strip() for name, value in request.form.items()}
    problems: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name, label in (("arrived_on", N_("申请到达日期")), ("received_on", N_("收到日期"))):
        try:
            days[name] = read_day(form.get(name, ""), name, label)
        except InvalidInput as refusal:
            problems.update(refusal.problems)
    for name, message in (
        ("channel", translate("请选择申请渠道。")),
        ("kind", translate("请选择申请人类型。")),
        ("name", translate("请填写申请人姓名或者名称。")),
        ("subject", translate("请填写所需信息的名称。")),
    ):
        if not form.get(name):
            problems[name] = message
    if problems:
        raise InvalidInput(problems)
    arrived, received = days["arrived_on"], days["received_on"]
    assert arrived is not None
    assert received is not None
    joint = _joint(form.get("joint", ""), form["kind"])
    return RegisterRequest(
        channel=form["channel"],
        arrived_on=arrived,
        received_on=received,
        applicant=Applicant(kind=form["kind"], **_person(form)),
        joint=joint,
        agent=_agent(form),
        authority=form.get("authority", ""),
        subject=form["subject"],
        description=form.get("description", ""),
        items=tuple(form.get("items", "").splitlines()),
        form_of_supply=form.get("form_of_supply", "paper"),
        way_of_supply=form.get("way_of_supply", ""),
        area=form.get("area", ""),
        written_for_applicant=_tick(form, "written_for_applicant"),
        written_by=form.get("written_by", ""),
        needs_assistance=_tick(form, "needs_assistance"),
        suggests_publication=_tick(form, "suggests_publication"),
        arrival_id=posted_number(form.get("arrival", "")) or 0,
        attachments=(
            *(each for label in INTAKE_PAPERS
              for each in posted_files(f"paper-{label}", label)),
            *posted_files("attachments", "other"),
        ),
        page=posted_key() or "", came_from=form.get(DRAFT, ""),
    )


_PERSON = (
    "name", "id_kind", "id_number", "phone", "address", "postcode", "email", "contact_person",
    "legal_representative", "id_note", "country",
)
_BETWEEN = re.compile(r"[\t，,；;]")


def _person(form: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    return {name: form.get(prefix + name, "") for name in _PERSON}


def _agent(form: Mapping[str, str]) -> Applicant | None:
    """The agent of a form, if anything was typed of one."""
    typed = _person(form, "agent_")
    if not any(typed.values()):
        return None
    return Applicant(kind="natural_person", **typed)


def _joint(text: str, kind: str) -> tuple[Applicant, ...]:
    """Who asks with the applicant, a line each: name, number, telephone, note. As it is typed, or
    pasted from a sheet."""
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in _BETWEEN.split(line)]
        if not any(parts):
            continue
        name, number, phone, note, *rest = [*parts, "", "", "", ""]
        note = "，".join(part for part in (note, *rest) if part)
        found.append(Applicant(
            kind=kind, name=name, id_kind=likely_kind(number, kind), id_number=number,
            phone=phone, id_note=note,
        ))
    return tuple(found)


def in_intake_order(problems: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the intake form, from its head to its foot."""
    places = {name: place for place, name in enumerate(_INTAKE)}
    return dict(sorted(problems.items(), key=lambda each: places.get(each[0], len(places))))


def intake_values() -> dict[str, str]:
    """The intake form as it was typed, without files: what a draft of it keeps."""
    return {name: request.form[name] for name in _INTAKE if request.form.get(name)}


def _value(field: Field) -> Any:
    """What was handed in for a field, as it was typed; the engine reads it."""
    if field.type == "file":
        return posted_files(FIELD + field.name)
    if field.type == "letter":
        return posted_letter(request.form)
    return request.form.get(FIELD + field.name, "").replace("\r\n", "\n").strip()


def posted_letter(form: Mapping[str, str]) -> dict[str, Any]:
    """The reply editor: the kind chosen and the facts of that kind by name."""
    return {
        "kind": form.get(LETTER_KIND, ""),
        "facts": {
            name[len(FACT):]: value.replace("\r\n", "\n").strip()
            for name, value in form.items()
            if name.startswith(FACT) and value.strip()
        },
    }


def posted_values(form: DrawnForm) -> dict[str, Any]:
    """A task's form by field name, the outcome among them, as it was typed."""
    values: dict[str, Any] = {}
    for field in form.fields:
        value = _value(field)
        if value not in ("", ()):
            values[field.name] = value
    if form.outcome_variable:
        values[form.outcome_variable] = request.form.get(OUTCOME, "")
    return values


def draft_values(form: TaskForm) -> dict[str, Any]:
    """What a draft keeps: everything just as it was typed, but no files."""
    values: dict[str, Any] = {}
    for field in form.fields:
        if field.type == "letter":
            values[field.name] = posted_letter(request.form)
        elif field.type != "file" and request.form.get(FIELD + field.name, "").strip():
            values[field.name] = request.form[FIELD + field.name].replace("\r\n", "\n")
    return values


def typed_values(form: TaskForm) -> dict[str, Any]:
    """What was typed, as text, to show the form again after a refusal."""
    values: dict[str, Any] = dict(form.values)
    for field in form.fields:
        if field.type == "letter":
            values[field.name] = posted_letter(request.form)
        elif field.type != "file":
            values[field.name] = request.form.get(FIELD + field.name, "")
    return values
