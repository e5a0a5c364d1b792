"""Acts on the items of a case."""

from datetime import date

from declared.characters import check_text
from engine.cases.case import Case
from engine.cases.open_cases import open_cases
from engine.cases.visible import own_case
from engine.errors import InvalidInput, NotFound, UnlawfulAct
from engine.items import answers, item as items, policy, rows
from engine.items.commands import AddItem, DivideItem, FindItem, RecordSearch, WithdrawItem
from engine.items.events import (
    ItemAdded,
    ItemDivided,
    ItemFound,
    ItemWithdrawn,
    SearchRecorded,
)
from engine.items.item import (
    MOST_DESCRIBED,
    MOST_ITEMS,
    SEARCH_RESULTS,
    ItemState,
    RequestItem,
)
from engine.record.event import digest_of
from engine.statute.clock.assessment import speaks_against
from engine.statute.values import grounds
from engine.transaction.unit_of_work import UnitOfWork

MOST_SAID = 2000


def divide_item(command: DivideItem, unit: UnitOfWork) -> None:
    case, known = _changing(unit, command.case_id)
    divided = _open_item(known, command.number)
    problems: dict[str, str] = {}
    parts = [part for part in command.parts if part.strip()]
    if not parts:
        problems["parts"] = "请写明拆分后的每一个事项，一行一项；没有写出的内容就没有人答复。"
    for part in parts:
        check_text(problems, "parts", part, "事项", MOST_DESCRIBED)
    check_text(problems, "why", command.reason, "理由", MOST_SAID, needed=True)
    _not_too_many(problems, "parts", len(known) + len(parts) - 1)
    if problems:
        raise InvalidInput(problems)
    first, *others = [" ".join(part.split()) for part in parts]
    why, start = command.reason.strip(), len(known) + 1
    items.supersede(unit, divided, description=first, why=why, ground="", finding="",
                    withheld="", withheld_ground="", reason="", supply="")
    rows.add(unit.connection, [
        items.new(case.id, start + place, each, unit.now, unit.actor.person_id, why=why,
                  from_number=divided.number)
        for place, each in enumerate(others)
    ])
    items.count_anew(unit, case)
    unit.record(ItemDivided(
        number=divided.number,
        into=(divided.number, *range(start, start + len(others))), reason_digest=digest_of(why),
    ), case)


def add_item(command: AddItem, unit: UnitOfWork) -> int:
    case, known = _changing(unit, command.case_id)
    problems: dict[str, str] = {}
    check_text(problems, "description", command.description, "事项", MOST_DESCRIBED, needed=True)
    check_text(problems, "why", command.reason, "理由", MOST_SAID, needed=True)
    _not_too_many(problems, "description", len(known) + 1)
    if problems:
        raise InvalidInput(problems)
    why, number = command.reason.strip(), len(known) + 1
    items.begin(unit, case.id, [" ".join(command.description.split())], why=why, first=number)
    items.count_anew(unit, case)
    unit.record(ItemAdded(number=number, reason_digest=digest_of(why)), case)
    return number


def withdraw_item(command: WithdrawItem, unit: UnitOfWork) -> None:
    case, known = _changing(unit, command.case_id)
    withdrawn = _open_item(known, command.number)
    problems: dict[str, str] = {}
    check_text(problems, "why", command.reason, "理由", MOST_SAID, needed=True)
    if problems:
        raise InvalidInput(problems)
    if len(items.still_open(known)) == 1:
        raise UnlawfulAct(
            reason="这是最后一个待答复的事项，不能单独撤回；申请人撤回整件申请的，请办理撤回申请",
            article="《中华人民共和国政府信息公开条例》第四十五条",
        )
    why = command.reason.strip()
    items.supersede(unit, withdrawn, state=ItemState.WITHDRAWN.value, why=why)
    unit.record(ItemWithdrawn(number=withdrawn.number, reason_digest=digest_of(why)), case)


def record_search(command: RecordSearch, unit: UnitOfWork) -> int:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(row["id"], row["revision"])
    policy.check_open(row["status"])
    known = items.of_case(unit.connection, case.id)
    searched = _item(known, command.number)
    problems: dict[str, str] = {}
    for name, value, label, most in (
        ("systems", command.systems, "检索的范围", 200),
        ("words", command.words, "检索的关键词", 200),
        ("period", command.period, "检索的时间段", 200),
        ("searched_by", command.searched_by, "检索的人员或者科室", 200),
    ):
        check_text(problems, name, value, label, most, needed=True)
    check_text(problems, "note", command.note, "说明", MOST_SAID)
    _searched_on(problems, command.searched_on, unit.today)
    if command.result not in SEARCH_RESULTS:
        problems["result"] = "请选择检索结果。"
    if command.replaces is not None:
        check_text(problems, "why", command.why, "更正的理由", MOST_SAID, needed=True)
        if command.replaces not in {each["id"] for each in searched.searches}:
            raise NotFound()
    if problems:
        raise InvalidInput(problems)
    said = {
        "systems": " ".join(command.systems.split()), "words": " ".join(command.words.split()),
        "period": " ".join(command.period.split()),
        "searched_by": " ".join(command.searched_by.split()),
    }
    record_id = rows.add_search(unit.connection, {
        "case_id": case.id, "number": searched.number, "systems": said["systems"],
        "words": said["words"], "period": said["period"], "searched_by": said["searched_by"],
        "searched_on": command.searched_on, "result": command.result,
        "note": command.note.strip(), "replaces": command.replaces,
        "why": command.why.strip() if command.replaces is not None else "",
        "recorded_at": unit.now, "recorded_by": unit.actor.person_id,
    })
    unit.record(SearchRecorded(
        number=searched.number, record_id=record_id, result=command.result,
        replaces=command.replaces, record_digest=digest_of(said),
    ), case)
    return record_id


def find_item(command: FindItem, unit: UnitOfWork) -> None:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(row["id"], row["revision"])
    policy.check_may_find(unit, row["status"], case.open_tasks.values())
    known = items.of_case(unit.connection, case.id)
    decided = _open_item(known, command.number)
    said = {
        name: getattr(command, name).replace("\r\n", "\n").strip() for name in answers.ASKED
    } if command.ground else dict.fromkeys(answers.ASKED, "")
    if command.ground:
        _check_finding(unit, case, decided, command.ground, said)
    items.supersede(unit, decided, ground=command.ground, **said)
    unit.record(ItemFound(
        number=decided.number, ground=command.ground, finding_digest=digest_of(said),
    ), case)


def _check_finding(
    unit: UnitOfWork, case: Case, item: RequestItem, ground: str, said: dict[str, str]
) -> None:
    """Raises InvalidInput with what is missing or contradicts the case, at its field."""
    received = case.row["received_on"]
    if ground not in {each.code for each in answers.may_be_found(received)}:
        raise InvalidInput({"ground": "请从所列的情形中选择。"})
    problems: dict[str, str] = {}
    need = grounds.need_of(ground)
    if need and (against := speaks_against(need, case.assessment, unit.today)):
        problems["ground"] = f"{against}。"
    if grounds.needs_search(ground) and not any(
        each["result"] == "not_found" for each in item.searches
    ):
        problems["ground"] = (
            "认定信息不存在，应当经过检索。请先为本事项登记一条结果为“没有找到”的检索记录，再作认定。"
        )
    asks = answers.answers()[ground].asks
    for name, label in answers.ASKED.items():
        if name == "withheld_ground":
            known = {each.code for each in answers.withheld_grounds(received)}
            if name in asks and said[name] not in known:
                problems[name] = f"请选择{label}。"
            continue
        most = 200 if name in ("supply", "withheld") else MOST_SAID
        check_text(problems, name, said[name], label, most, needed=name in asks)
    if problems:
        raise InvalidInput(problems)
    for name in answers.ASKED:
        if name not in asks and name != "reason":
            said[name] = ""     # what was typed for another ground is no part of this answer


def _changing(unit: UnitOfWork, case_id: int) -> tuple[Case, tuple[RequestItem, ...]]:
    """The case, and its items, when they may be divided, added or withdrawn now."""
    row = own_case(unit, case_id)
    case = open_cases(unit).take(row["id"], row["revision"])
    policy.check_may_change(unit, case.id, row["status"], case.open_tasks.values())
    return case, items.of_case(unit.connection, case.id)


def _item(known: tuple[RequestItem, ...], number: int) -> RequestItem:
    found = next((each for each in known if each.number == number), None)
    if found is None:
        raise NotFound()
    return found


def _open_item(known: tuple[RequestItem, ...], number: int) -> RequestItem:
    found = _item(known, number)
    if not found.open:
        state = ItemState(found.row["state"]).title
        raise InvalidInput({"number": f"第{number}个事项{state}，不能再改动。"})
    return found


def _searched_on(problems: dict[str, str], day: date, today: date) -> None:
    if day > today:
        problems["searched_on"] = "检索的日期不能晚于今天，请核对。"


def _not_too_many(problems: dict[str, str], name: str, count: int) -> None:
    if count > MOST_ITEMS:
        problems[name] = (
            f"一件申请最多登记{MOST_ITEMS}个事项；更多的，请把同类的合为一个事项，或者分立为另一件办理。"
        )
