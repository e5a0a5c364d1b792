"""What is typed of an agency, held to what letters can print and to what other agencies are."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from declared.characters import unprintable
from engine.people.agencies import AGENCY_KINDS
from engine.people.changes.facts import FACTS, Span, is_valid, spans
from engine.people.changes.rows import LONGEST
from engine.store.shapes import AgencyChangeRow, AgencyRow

LONGEST_REASON = 200
FARTHEST = timedelta(days=731)      # a day further ahead is a slip of the year
_MAY_BE_EMPTY = frozenset({"parent_id", "postcode", "online_url"})
_LETTER_CODE = re.compile(r"[\u3400-\u9fff]{1,12}")    # GB/T 9704-2012, 7.2.5
_POSTCODE = re.compile(r"[0-9]{6}")
_URL = re.compile(r"https?://\S+")


def typed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts without blanks around them; the parent by its id, None for none."""
    found: dict[str, Any] = {
        name: " ".join(str(value or "").split()) for name, value in facts.items() if name in FACTS
    }
    if "parent_id" in found:
        digits = found["parent_id"]
        found["parent_id"] = int(digits) if re.fullmatch("[0-9]{1,9}", digits) else None
    return found


def problems(facts: Mapping[str, Any]) -> dict[str, str]:
    """What of these facts no letter or list could use, by name."""
    found: dict[str, str] = {}
    for name, value in facts.items():
        label = FACTS[name]
        if name == "parent_id":
            continue
        if not value:
            if name not in _MAY_BE_EMPTY:
                found[name] = f"请填写{label}。"
        elif bad := unprintable(value):
            found[name] = bad.told(label)
        elif len(value) > LONGEST[name]:
            found[name] = f"内容过长（{len(value)} 字），最多 {LONGEST[name]} 字。"
        elif name == "kind" and value not in AGENCY_KINDS:
            found[name] = "请选择种类。"
        elif name == "letter_code" and not _LETTER_CODE.fullmatch(value):
            found[name] = "机关代字应当是1至12个汉字，例如“周财公开”，不能有数字和字母。"
        elif name == "postcode" and not _POSTCODE.fullmatch(value):
            found[name] = "邮政编码应当是6位数字。"
        elif name == "online_url" and not _URL.fullmatch(value):
            found[name] = "网址应当以 http:// 或者 https:// 开头，中间没有空格。"
    return found


def reason_problem(reason: str) -> str:
    """Why a reason cannot be kept; "" when it can."""
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        return "请写明依据（如机构改革方案、批复及文号），不超过200字。"
    if bad := unprintable(reason):
        return bad.told("依据")
    return ""


def clashes(
    agency_id: int, names: Mapping[str, Any], changes: Mapping[int, Sequence[AgencyChangeRow]],
    agencies: Mapping[int, AgencyRow],
) -> dict[str, str]:
    """Where another agency bears the same name, or a letter code of the same year, by name.

    changes: those that would stand, by agency. Numbers begin anew each year: a letter code that
    two agencies used in one year would give two letters one number.
    """
    found: dict[str, str] = {}
    for name in ("name", "letter_code"):
        if name not in names:
            continue
        whole_years = name == "letter_code"
        mine = list(_spans(name, agency_id, changes, agencies, whole_years=whole_years))
        for other_id in agencies:
            if other_id == agency_id:
                continue
            for other in _spans(name, other_id, changes, agencies, whole_years=whole_years):
                met = [each for each in mine if each.value == other.value and each.meets(other)]
                if met:
                    found[name] = _told(name, met[0], other, agencies[other_id])
    return found


def _spans(
    name: str, agency_id: int, changes: Mapping[int, Sequence[AgencyChangeRow]],
    agencies: Mapping[int, AgencyRow], *, whole_years: bool,
) -> list[Span]:
    valid_to = agencies[agency_id]["valid_to"] if agency_id in agencies else None
    found = spans(name, changes.get(agency_id, ()), valid_to)
    return [each.in_whole_years() if whole_years else each for each in found]


def _told(name: str, mine: Span, other: Span, agency: AgencyRow) -> str:
    if name == "name":
        return f"“{agency['short_name']}”这一期间也叫这个名称，同一时间不能有两个同名的机关。"
    if other.last is None:
        return f"机关代字已由“{agency['short_name']}”使用，请另取。"
    return (
        f"机关代字在{other.last.year}年由“{agency['short_name']}”使用，同一年内再用会使文号重复，"
        f"请另取，或者自{other.last.year + 1}年1月1日起使用。"
    )


def day_problem(day: date, agency: AgencyRow, today: date) -> str:
    """Why nothing can change on a day; "" when it can."""
    if day < agency["valid_from"]:
        first = agency["valid_from"].isoformat()
        return f"生效日期不能早于该机关开始办理之日（{first}）。"
    if not is_valid(agency, day):
        return f"该机关办理到{agency['valid_to']}为止，生效日期不能晚于这一天。"
    if day > today + FARTHEST:
        return "生效日期过于久远，请核对年份。"
    return ""


def parent_problem(
    agency_id: int | None, parent_id: int | None, day: date, agencies: Mapping[int, AgencyRow]
) -> str:
    """Why an agency cannot stand above another; "" when it can."""
    if parent_id is None:
        return ""
    parent = agencies.get(parent_id)
    if parent is None or not is_valid(parent, day):
        return "请在名单中选择上级机关。"
    above: int | None = parent_id
    while above is not None:
        if above == agency_id:
            return "上级机关不能是本机关，也不能是本机关的下级机关。"
        above = agencies[above]["parent_id"]
    return ""
