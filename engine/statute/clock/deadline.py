"""The contract of ``gongkai deadline``: JSON in, JSON out, no database.

Keys accepted: ``received``, ``channel``, ``events``, ``settings``; and, if wanted, ``today``
(lets a lapse of the applicant's own period show) and ``arrived`` (lets a late confirmation of
the receipt show).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from engine.statute.calendar.working_days import OutsideCalendar, WorkingDays
from engine.statute.clock.assess import assess
from engine.statute.clock.assessment import Assessment
from engine.statute.clock.ledger import Ledger, MalformedLedger, pointer, read_day
from engine.statute.clock.proof_text import page
from engine.statute.values.discretion import Discretion, all_choices, default_discretion
from engine.statute.values.parameters import NotInForce

__all__ = ["MalformedLedger", "answer", "assessment", "error_json", "lines", "read", "text"]


def read(source: str | bytes) -> object:
    """The JSON value of a text. Raises MalformedLedger when it is no JSON."""
    twice: list[tuple[object, str]] = []

    def noticing(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            times = Counter(name for name, _ in pairs)
            twice.append((found, next(name for name in times if times[name] > 1)))
        return found

    try:
        value = json.loads(source, object_pairs_hook=noticing)
    except RecursionError:
        raise MalformedLedger("", "嵌套过深") from None
    except json.JSONDecodeError as error:
        where = f"第{error.lineno}行第{error.colno}列"
        raise MalformedLedger("", f"不是合法的 JSON（{where}）") from None
    except UnicodeDecodeError:
        raise MalformedLedger("", "不是 UTF-8 编码的文字") from None
    except ValueError:
        raise MalformedLedger("", "不是合法的 JSON（数字过长）") from None
    if twice:
        raise MalformedLedger(_place(value, twice), "写了两次")
    return value


def _place(value: object, twice: list[tuple[object, str]]) -> str:
    """The pointer of the first name that its object holds twice."""
    names = {id(found): name for found, name in twice}
    waiting = [("", value)]
    while waiting:
        place, each = waiting.pop()
        if id(each) in names:
            return pointer(place, names[id(each)])
        pairs: Iterable[tuple[object, object]] = ()
        if isinstance(each, dict):
            pairs = each.items()
        elif isinstance(each, list):
            pairs = enumerate(each)
        waiting += reversed([(pointer(place, str(key)), inner) for key, inner in pairs])
    raise AssertionError("the outermost such object is always reached")


def answer(
    obj: object, *, proof: bool = False, calendar: WorkingDays | None = None
) -> dict[str, Any]:
    """The answer to one ledger. Raises MalformedLedger naming the place (JSON pointer)."""
    return assessment(obj, proof=proof, calendar=calendar).to_json(proof=proof)


def text(obj: object, *, calendar: WorkingDays | None = None) -> str:
    """The proof for people, in Chinese, one line a day. Raises MalformedLedger."""
    return page(assessment(obj, proof=True, calendar=calendar))


def lines(
    source: Iterable[str | bytes], *, proof: bool = False, calendar: WorkingDays | None = None
) -> Iterator[dict[str, Any]]:
    """One answer a line, in order; a malformed line answers ``error_json``."""
    known = calendar or WorkingDays.load()
    for line in source:
        if line.strip():
            try:
                yield answer(read(line), proof=proof, calendar=known)
            except MalformedLedger as error:
                yield error_json(error.message, error.pointer)


def error_json(message: str, pointer: str = "") -> dict[str, Any]:
    """The one shape of an error for programs; ``pointer`` names the place, "" the whole text."""
    return {"error": {"pointer": pointer, "message": message}}


def assessment(
    obj: object, *, proof: bool = False, calendar: WorkingDays | None = None
) -> Assessment:
    """What the statute makes of one ledger, with all that stands behind the answer.

    Raises MalformedLedger naming the place (JSON pointer).
    """
    ledger = Ledger.from_json(obj)
    assert isinstance(obj, dict)
    today = read_day(obj, "today", "") if "today" in obj else None
    try:
        return assess(
            ledger,
            calendar=calendar or WorkingDays.load(),
            discretion=_discretion(obj["settings"], ledger.received) if "settings" in obj else None,
            proof=proof,
            today=today,
        )
    except NotInForce as error:
        raise MalformedLedger("/received", str(error)) from error
    except OutsideCalendar as error:
        raise MalformedLedger("", str(error)) from error


def _discretion(obj: object, received: date) -> Discretion:
    if not isinstance(obj, dict):
        raise MalformedLedger("/settings", "应当为对象（{…}）")
    known = {field.name for field in fields(Discretion)}
    for name, value in obj.items():
        if name not in known:
            raise MalformedLedger(pointer("/settings", name), "没有这一设置")
        choice = all_choices()[name]
        boolean = isinstance(getattr(default_discretion(), name), bool)
        proper = isinstance(value, bool) if boolean else bool(value) and value is not True
        if not proper:
            raise MalformedLedger(f"/settings/{name}", f"{choice.title}：无效")
        try:
            Discretion(**{name: value})
        except (TypeError, ValueError) as error:
            raise MalformedLedger(f"/settings/{name}", str(error)) from error
    return Discretion.at(received, **obj)
