"""Asking for reasons in the office, step by step, as the pages would send them."""

from datetime import date
from typing import Any

from engine import ExcessView, OpenExcess, Role
from tests.engine.charged import do
from tests.engine.office import Office

EXCESSIVE: dict[str, Any] = {"kind": "excessive", "facts": {}}


def begin(office: Office, case_id: int) -> int:
    return office.engine.handle(OpenExcess(case_id=case_id), office.people[Role.HANDLER])


def asked(office: Office, case_id: int, on: date, **changes: Any) -> None:
    do(office, case_id, "ask_for_reasons", on, excess="asked", **{
        "excess_count": "86", "excess_findings": "本年已提出五十二件。",
        "reasons_wanted": "所需信息的用途。", "reasons_days": "10", **changes})


def given(office: Office, case_id: int, on: date, typed: date | None = None) -> None:
    do(office, case_id, "receive_reasons", typed or on, reasons="given",
       reasons_given_on=on.isoformat(), reasons_text="用于地方史研究。")


def withheld(office: Office, case_id: int, on: date) -> None:
    do(office, case_id, "receive_reasons", on, reasons="withheld", reasons_checked="true")


def weighed(office: Office, case_id: int, on: date, finding: str, **values: Any) -> None:
    do(office, case_id, "weigh_reasons", on, weighing=finding,
       finding_reasons="没有说明具体用途。", **values)


def view(office: Office, case_id: int, number: int = 1) -> ExcessView:
    return office.case(case_id).excess.asked[number - 1]
