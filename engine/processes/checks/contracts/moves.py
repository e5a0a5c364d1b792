"""What every move of a token comes to: the operations have what they read, and are announced.

What an operation needs it has declared (``engine.processes.contract``).
"""

from collections.abc import Iterator
from typing import Final

from engine.processes.checks.contracts.names import BY_THE_PAPER, Rule, at, in_form
from engine.processes.checks.contracts.places import Move, Place
from engine.processes.checks.contracts.ways import Ways
from engine.processes.checks.problem import Problem
from engine.processes.contract import Contract, Known, Wanted
from engine.processes.forms.form import Choice, Form

__all__ = ["RULES"]


def _performed(ways: Ways) -> Iterator[tuple[Move, Place, Contract]]:
    """Every operation with each move that comes to it."""
    for move, reached in ways.moves.items():
        for place in sorted(reached.operations, key=lambda each: each.element):
            yield move, place, ways.contract(place)


def fields_are_given(ways: Ways, known: Known) -> Iterator[Problem]:
    """Whatever choice leads to an operation, its form has asked what the operation reads."""
    for move, place, contract in _performed(ways):
        for name, wanted in contract.fields.items():
            earlier = wanted.earlier and not _asks(ways, move, name)
            moves = ways.opened_by.get(move.place, frozenset()) if earlier else {move}
            for each in sorted(moves, key=lambda each: (each.place.element, str(each.choice))):
                yield from _given(ways, each, place, name, wanted)


def _asks(ways: Ways, move: Move, name: str) -> bool:
    """Whether the form of a move has the field."""
    return move.choice is not None and any(
        each.name == name for each in ways.form(move.place).fields
    )


def _given(ways: Ways, move: Move, place: Place, name: str, wanted: Wanted) -> Iterator[Problem]:
    operation, _ = ways.operation(place)
    shown = f"操作“{ways.name(place)}”（{operation}）"
    if move.choice is None:
        if wanted.required:
            if ways.is_message(move.place):
                return      # the act that sends the message hands in what it needs
            how = "流程一开始" if move.place == ways.start else f"“{ways.name(move.place)}”发生时"
            yield at(
                ways, place, "no_form",
                f"{shown}要读取表单字段“{name}”，但{how}就会走到这里，没有人填写表单。"
                "请在它前面画一个用户任务。",
            )
        return
    form = ways.form(move.place)
    field = next((each for each in form.fields if each.name == name), None)
    ready = f"选“{move.choice.label}”后的{shown}"
    if field is None:
        if wanted.required:
            yield in_form(
                ways, move.place, "missing_field",
                f"{ready}要读取字段“{name}”，表单里没有。请加上类型为{wanted.type}的字段“{name}”。",
            )
    elif field.type != wanted.type:
        yield in_form(
            ways, move.place, "wrong_field",
            f"字段“{name}”的类型是{field.type}，{ready}要的是{wanted.type}，请改正。",
        )
    elif wanted.values and (odd := [v for v, _ in field.choices if v not in wanted.values]):
        yield in_form(
            ways, move.place, "wrong_field",
            f"字段“{name}”的选项“{'、'.join(odd)}”，{shown}不认识，"
            f"只能是{'、'.join(sorted(wanted.values))}。",
        )
    elif wanted.required and not _sure(form, move.choice, name):
        yield in_form(
            ways, move.place, "field_not_required",
            f"{ready}要读取字段“{name}”，但这时可以不填。"
            f"请把它写进该选项的requires，或者写required: true，不要写when。",
        )


def _sure(form: Form, choice: Choice, name: str) -> bool:
    """Whether a field is always filled when this choice is made."""
    field = next(each for each in form.fields if each.name == name)
    return not field.when and (field.required or name in choice.requires)


def clock_entries_are_announced(ways: Ways, known: Known) -> Iterator[Problem]:
    """A button says which entry of the ledger it leads to, and leads to that one alone.

    An entry may also be announced by the choice that opened the task: the statute was asked then.
    """
    for move, reached in ways.moves.items():
        made = {ways.contract(each).clock for each in reached.operations} - {""}
        if move.choice is not None and move.choice.clock:
            leads = made or _first_entries(ways, move)
            if leads != {move.choice.clock}:
                really = f"实际引起的是{'、'.join(sorted(leads))}" if leads else "实际什么也不引起"
                yield in_form(
                    ways, move.place, "wrong_clock",
                    f"选项“{move.choice.label}”写明clock: {move.choice.clock}，{really}，请改正。",
                )
            continue
        for entry in sorted(made):
            if move.choice is not None and _announced(ways, move.place, entry):
                continue
            if ways.is_message(move.place):
                continue    # the act that sends the message asks the statute itself
            place = next(each for each in reached.operations if ways.contract(each).clock == entry)
            if move.choice is None:
                yield at(
                    ways, place, "unannounced_clock",
                    f"“{ways.name(place)}”记入时限台账（{entry}），但走到这里之前没有人作出选择，"
                    "请在它前面画一个用户任务。",
                )
            else:
                yield in_form(
                    ways, move.place, "unannounced_clock",
                    f"选项“{move.choice.label}”会记入时限台账（{entry}），请写明clock: {entry}，"
                    "以便先核对是否合法。",
                )


def _first_entries(ways: Ways, move: Move) -> set[str]:
    """The entries that come first on the ways from a choice, until its own task is open again."""
    found: set[str] = set()
    seen, waiting = {move}, [move]
    while waiting:
        reached = ways.moves[waiting.pop()]
        made = {ways.contract(each).clock for each in reached.operations} - {""}
        found |= made
        for task in reached.tasks - {move.place} if not made else ():
            for each in ways.moves:
                if each.place == task and each not in seen:
                    seen.add(each)
                    waiting.append(each)
    return found


def _announced(ways: Ways, task: Place, entry: str) -> bool:
    moves = ways.opened_by.get(task, frozenset())
    return bool(moves) and all(
        each.choice is not None and each.choice.clock == entry for each in moves
    )


def the_right_people_decide(ways: Ways, known: Known) -> Iterator[Problem]:
    """An operation that only one role may decide is reached from a form in that role's lane;
    one that acts on a limit is reached from a timer that watches this limit."""
    for move, place, contract in _performed(ways):
        operation, parameters = ways.operation(place)
        shown = f"操作“{ways.name(place)}”（{operation}）"
        by_hand = contract.by_hand and move.choice is not None
        if contract.timers and move.timer not in contract.timers and not by_hand:
            whence = "流程的开始"
            if move.choice or move.timer:
                whence = f"“{ways.name(move.place)}”"
            timers = "、".join(sorted(contract.timers))
            yield at(
                ways, place, "no_timer",
                f"{shown}只能由时限（{timers}）引起，但从{whence}也会走到这里，请改画连线。",
            )
        limit = parameters.get("limit", "")
        watched = known.timers.get(move.timer, limit)
        if watched != limit and limit in known.values.get("limit", ()):
            yield at(
                ways, place, "wrong_limit",
                f"{shown}写的是时限“{limit}”，引起它的“{ways.name(move.place)}”却是"
                f"“{watched}”，请改成一致。",
            )
        lane = ways.lane(move.place)
        wrong = move.choice is None or not (
            lane == _who_decides(ways, contract)
            or (contract.level and ways.form(move.place).signs)
        )
        if contract.role and wrong and lane in known.lanes:
            who = f"“{ways.name(move.place)}”（{lane}）"
            yield at(
                ways, place, "wrong_role",
                f"{shown}只能由{contract.role}决定，但{who}也会走到这里，请改画泳道或者连线。",
            )


def _who_decides(ways: Ways, contract: Contract) -> str:
    """The lane of a contract; the one that stands in for it while nobody works in that lane."""
    lanes = {ways.lane(place) for place in ways.places if ways.type(place) == "userTask"}
    return contract.role if contract.role in lanes else contract.stands_in or contract.role


def nobody_checks_his_own_work(ways: Ways, known: Known) -> Iterator[Problem]:
    """Who reviews a letter or decides upon it did not draft it."""
    drafting = {
        place.element for place in ways.places if ways.type(place) == "userTask"
        and any(field.type == "letter" for field in ways.form(place).fields)
    }
    checking = {
        move.place for move, place, contract in _performed(ways) if contract.role and move.choice
    } | {
        place for place in ways.places
        if ways.type(place) == "userTask" and ways.form(place).reviews_letter
    }
    for place in checking:
        if missing := drafting - set(ways.form(place).separate_from) - {place.element}:
            names = "、".join(sorted(missing))
            yield in_form(
                ways, place, "own_work",
                f"拟制文书的人不能办理这一步，请写明separate_from: [{names}]。",
            )


def letters_can_be_written(ways: Ways, known: Known) -> Iterator[Problem]:
    """Whatever a letter must say is supplied by a rule or by the operation that issues it."""
    for place in ways.places:
        if ways.type(place) != "serviceTask":
            continue
        contract, (_, parameters) = ways.contract(place), ways.operation(place)
        for name, kind in contract.parameters.items():
            letter = known.letters.get(parameters.get(name, ""))
            if kind != "letter_kind" or letter is None:
                continue
            if parameters[name] not in known.values[kind]:
                continue    # already told
            missing = letter.needs - known.rules - contract.gives - BY_THE_PAPER
            if missing:
                yield at(
                    ways, place, "letter_lacks_facts",
                    f"“{ways.name(place)}”制发《{letter.title}》，但没有谁提供"
                    f"{'、'.join(sorted(missing))}，请改用别的文书，或者先补上提供它的操作。",
                )


def variables_are_set_before_they_are_read(ways: Ways, known: Known) -> Iterator[Problem]:
    """On every way to a gateway, each variable that it reads has got a value."""
    everything = frozenset(ways.values)
    before: dict[Place, frozenset[str]] = dict.fromkeys(ways.places, everything)
    for start in ways.starts:
        before[start] = frozenset(ways.begins_with(start.process))
    road, waiting = _on_the_road(ways), list(ways.places)
    while waiting:
        place = waiting.pop()
        after = before[place]
        if ways.type(place) == "userTask":
            after |= {ways.form(place).outcome.variable}
        elif ways.type(place) == "serviceTask":
            after |= frozenset(ways.contract(place).sets)
        if ways.type(place) == "endEvent" and place not in road:
            continue    # a branch beside the road ends, and its process goes on
        onwards = [(target, after) for _, target in ways.out(place)]
        onwards += [(event, before[place]) for event in ways.events(place)]
        for target, known_there in onwards:
            narrowed = before[target] & known_there
            if narrowed != before[target]:
                before[target] = narrowed
                waiting.append(target)
    for place in ways.places:
        conditions = [condition for condition, _ in ways.out(place) if condition is not None]
        read = frozenset().union(*(each.names for each in conditions)) & everything
        for name in sorted(read - before[place]):
            yield at(
                ways, place, "not_yet_set",
                f"走到“{ways.name(place)}”时，流程变量“{name}”可能还没有值。"
                "请把它画在确定该变量的任务之后。",
            )


def _on_the_road(ways: Ways) -> frozenset[Place]:
    """The places to which a token comes otherwise than by an event that interrupts nothing."""
    found, waiting = {ways.start}, [ways.start]
    while waiting:
        place = waiting.pop()
        events = [each for each in ways.events(place) if ways.timer(each)[1]]
        for each in [*(target for _, target in ways.out(place)), *events]:
            if each not in found:
                found.add(each)
                waiting.append(each)
    return frozenset(found)


def timers_do_something(ways: Ways, known: Known) -> Iterator[Problem]:
    """A limit that comes is noticed: recorded, or given to a person."""
    for move, reached in ways.moves.items():
        if move.timer and not any(
            move.timer in ways.contract(each).timers for each in reached.operations
        ):
            yield at(
                ways, move.place, "silent_timer",
                f"时限“{ways.name(move.place)}”到了以后没有任何记载，"
                "请在它后面画一个记载时限的服务任务。",
            )


RULES: Final[tuple[Rule, ...]] = (
    fields_are_given, clock_entries_are_announced, the_right_people_decide,
    nobody_checks_his_own_work, letters_can_be_written, timers_do_something,
)
