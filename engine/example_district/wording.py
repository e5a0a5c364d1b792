"""What officers write on their forms and into the letters of one request."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from declared.field import Field
from declared.yaml_file import read
from engine.example_district.district import Office
from engine.example_district.matters import fill
from engine.example_district.plans import Plan
from engine.statute import WorkingDays
from letters import date_in_words

_FILE = Path(__file__).with_name("remarks.yaml")


@cache
def _tree() -> dict[str, Any]:
    tree: dict[str, Any] = read(_FILE).plain()
    return tree


def remark(plan: Plan, *path: str) -> str:
    """One of the wordings under ``path``, the same each time for the same request."""
    found: Any = _tree()
    for step in path:
        found = found[step]
    return str(fill(found[plan.remark % len(found)], _slots(plan)))


def anything(asked: Field, today: date) -> str:
    """What fits a field of which nothing is known, as it is typed."""
    if asked.choices:
        return asked.choices[0][0]
    return {
        "date": today.isoformat(), "number": str(asked.min or 1), "money": "1.00", "tick": "true",
    }.get(asked.type, "已办理。")


def examined(plan: Plan, corrected: bool) -> str:
    """The note of the examination that accepted the request."""
    if corrected and plan.kind == "still_unclear":
        return remark(plan, "examination", "still_unclear")
    return remark(plan, "examination", "corrected" if corrected else "accepted")


def legal_question(plan: Plan) -> str:
    """What the handler asks the legal section."""
    if plan.matter.legal and plan.kind in plan.matter.replies:
        return str(fill(plan.matter.legal[0], plan.slots))
    return remark(plan, "legal_question")


def legal_opinion(plan: Plan) -> tuple[str, str]:
    """The conclusion (agree | suggest) and the opinion."""
    if plan.matter.legal and plan.kind in plan.matter.replies:
        return "agree", str(fill(plan.matter.legal[1], plan.slots))
    conclusion = "suggest" if plan.remark % 3 == 0 else "agree"
    return conclusion, remark(plan, "legal_opinion", conclusion)


def reply_facts(plan: Plan, earlier: dict[str, Any] | None) -> dict[str, Any]:
    """The facts of the reply letter that only a person knows.

    ``earlier``: date, title and number of the reply that is repeated.
    """
    if earlier is not None:
        return earlier
    correction = plan.matter.correction
    if plan.kind == "correction_lapsed":
        return {}
    if plan.kind == "still_unclear":
        assert correction is not None
        return {"reason": fill(correction.unclear, plan.slots)}
    said = plan.matter.replies.get(plan.kind, {})
    facts = {name: value for name, value in fill(said, plan.slots).items() if value}
    if plan.kind in {"disclosed", "partly_disclosed"}:
        facts["supply_way"] = fill(
            _tree()["supply_way"][plan.form_of_supply][plan.way_of_supply], _slots(plan)
        )
    of_items = ("search_scope", "search_keywords", "items")
    return {name: value for name, value in facts.items() if name not in of_items}


def items(plan: Plan) -> list[dict[str, str]]:
    """What a request of several items asks for, with what each is found to be."""
    return list(fill(plan.matter.replies.get(plan.kind, {}).get("items", ()), plan.slots))


def search(plan: Plan, today: date) -> dict[str, Any]:
    """What was searched before the reply could say that there is no such information."""
    facts = {"search_scope": "本机关档案室和公文管理系统", "search_keywords": plan.subject[:20],
             **fill(plan.matter.replies[plan.kind], plan.slots)}
    searched = WorkingDays.load().add(today, -1 - plan.remark % 3)
    sections = [each for each in _tree()["sections"] if each != plan.office.disclosure_office]
    return {
        "systems": facts["search_scope"], "words": facts["search_keywords"],
        "period": f"{plan.slots['year']}年1月1日至{date_in_words(plan.received_on)}",
        "searched_by": f"{plan.office.disclosure_office}和{sections[plan.remark % len(sections)]}",
        "searched_on": max(plan.received_on, searched), "result": "not_found",
    }


def third_party(plan: Plan, place: int) -> tuple[str, str]:
    """Whom the information concerns, with an address: first whom the request itself names."""
    contacts = {each["name"]: each["contact"] for each in _tree()["third_parties"]}
    named = plan.slots.get("company", "")
    if place == 0 and named not in ("", plan.applicant.name):
        return named, contacts.get(named, "周村区，联系方式见原申报材料")
    others = sorted(set(contacts) - {named, plan.applicant.name})
    chosen = others[(plan.remark + place) % len(others)]
    return chosen, contacts[chosen]


def transfer_reason(plan: Plan, there: Office) -> str:
    """Why another agency answers, as the handler puts it to the head of the office."""
    texts = _tree()["transfer_reason"]
    return str(texts[plan.remark % len(texts)].format(there=there.name, subject=plan.subject))


def fee(plan: Plan) -> dict[str, str]:
    """So many pages, how they were counted, and where to pay."""
    pages = str(130 + plan.remark)
    filled = {**_slots(plan), "pages": pages}
    return {"fee_units": pages, **{f"fee_{name}": str(fill(text, filled))
                                   for name, text in _tree()["fee"].items()}}


def excess(plan: Plan) -> dict[str, str]:
    """What was counted of one applicant's requests, and what is asked about them."""
    count = str(18 + plan.remark % 20)
    asked = fill(_tree()["excess"]["asked"], {**_slots(plan), "number": count})
    return {"excess_count": count, "reasons_days": "7", **asked}


def own_number(plan: Plan, year: int) -> str:
    """The number of an official letter that the agency writes to another."""
    return f"{plan.office.letter_code.removesuffix('公开')}函〔{year}〕{5 + plan.number % 40}号"


def _slots(plan: Plan) -> dict[str, str]:
    year = str(plan.received_on.year)
    return {**plan.slots, "office": plan.office.disclosure_office, "year": year,
            "subject": plan.subject}
