"""What diagrams and forms call by name exists, and stands where it belongs.

No token moves here; ``moves`` has the rules that follow one.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from engine.processes.checks.contracts.places import Place, Together
from engine.processes.checks.contracts.ways import WAITING, Ways
from engine.processes.checks.problem import Problem, problem
from engine.processes.contract import Known, Letter
from engine.processes.expressions.expression import Expression

__all__ = ["BY_THE_PAPER", "RULES", "Rule", "at", "diagram_file", "in_form", "letter_problems"]

#: Facts of every letter that neither a rule nor an act supplies: the paper does.
BY_THE_PAPER: Final = frozenset({"dated_on", "remedy_paragraph"})
_ARTICLE: Final = re.compile(r"《.+?》第[一二三四五六七八九十百]+条")
Rule = Callable[[Ways, Known], Iterator[Problem]]
_DUTIES: Final = {"letter": "拟制文书", "reviews_letter": "审查文书"}
_TASKS: Final = frozenset({"userTask", "serviceTask", "callActivity"})


def diagram_file(together: Together, process: str) -> str:
    """The path of a diagram below the folder of processes."""
    return f"{process}/v{together.processes[process].version}/{process}.bpmn"


def form_file(together: Together, process: str, task: str) -> str:
    """The path of a form below the folder of processes."""
    return f"{process}/v{together.processes[process].version}/forms/{task}.yaml"


def at(ways: Ways, place: Place, code: str, message_zh: str) -> Problem:
    """A problem at an element of one of the diagrams."""
    found = problem(code, ways.node(place), message_zh)
    return replace(found, file=diagram_file(ways.together, place.process))


def in_form(ways: Ways, place: Place, code: str, message_zh: str) -> Problem:
    """A problem in the form of a user task."""
    return Problem(
        code, place.element, f"“{ways.name(place)}”：{message_zh}",
        file=form_file(ways.together, place.process, place.element),
    )


def _each(ways: Ways, *types: str) -> Iterator[Place]:
    """Every element of these types once, however many calls lead to it."""
    seen = set()
    for place in ways.places:
        if ways.type(place) in types and (place.process, place.element) not in seen:
            seen.add((place.process, place.element))
            yield place


def what_is_called_is_there(ways: Ways, known: Known) -> Iterator[Problem]:
    """Every call names a process of the release."""
    for place in _each(ways, "callActivity"):
        if ways.together.begins and ways.entered(place) is None:
            called = ways.node(place).get("calledElement", "")
            yield at(
                ways, place, "missing_process",
                f"“{ways.name(place)}”调用的流程“{called}”不在这次发布里，请改正编号，"
                "或者在releases.yaml里写明用第几版。",
            )


def parameters_are_known(ways: Ways, known: Known) -> Iterator[Problem]:
    """A service task gives its operation what it declares, and nothing else."""
    for place in _each(ways, "serviceTask"):
        contract, (operation, parameters) = ways.contract(place), ways.operation(place)
        shown = f"“{ways.name(place)}”（{operation}）"
        for name in sorted(set(parameters) - set(contract.parameters)):
            yield at(ways, place, "unknown_parameter", f"{shown}没有参数“{name}”，请删去。")
        for name, kind in contract.parameters.items():
            value, allowed = parameters.get(name), known.values.get(kind, frozenset())
            if value is None:
                if name not in contract.optional:
                    yield at(ways, place, "missing_parameter", f"{shown}缺少参数“{name}”，请写上。")
            elif value not in allowed:
                yield at(
                    ways, place, "unknown_value",
                    f"{shown}的参数{name}“{value}”不存在，只能是{'、'.join(sorted(allowed))}。",
                )


def conditions_compare_what_forms_say(ways: Ways, known: Known) -> Iterator[Problem]:
    """A condition reads outcomes of forms, or what operations set, and values these can have."""
    for place in _each(ways, "exclusiveGateway"):
        for condition, _ in ways.out(place):
            if condition is not None:
                for code, message in _wrong_words(ways, condition):
                    yield at(ways, place, code, f"“{ways.name(place)}”的条件{message}")
    for place in _each(ways, "userTask"):
        for choice in ways.form(place).outcome.choices:
            if choice.unless is not None:
                for code, message in _wrong_words(ways, choice.unless):
                    shown = f"选项“{choice.label}”的unless{message}"
                    yield in_form(ways, place, code, shown)


def _wrong_words(ways: Ways, condition: Expression) -> Iterator[tuple[str, str]]:
    for name in sorted(condition.names - set(ways.values)):
        known = "、".join(sorted(ways.values))
        yield "unknown_variable", (
            f"读取“{name}”，没有表单或者操作给它值。现有的变量：{known}。"
        )
    for name, value in condition.compared:
        values = ways.values.get(name)
        if values is not None and value not in values:
            words = "、".join(sorted(str(each) for each in values))
            yield "unknown_outcome", f"把{name}与“{value}”比较，它只会是{words}。"


def forms_refer_to_what_exists(ways: Ways, known: Known) -> Iterator[Problem]:
    """Tasks that a form names are tasks; a form that drafts or reviews lies with those who may."""
    tasks = {
        each.id for drawn in ways.together.processes.values()
        for each in drawn.elements.values() if each.type == "userTask"
    }
    for place in _each(ways, "userTask"):
        form, lane = ways.form(place), ways.lane(place)
        for other in form.separate_from:
            if other not in tasks or other == place.element:
                yield in_form(
                    ways, place, "unknown_task",
                    f"separate_from写的“{other}”不是这些流程里的另一个用户任务，请改正。",
                )
        if form.title != ways.name(place):
            yield in_form(
                ways, place, "other_title",
                f"表单的title“{form.title}”与任务名称“{ways.name(place)}”不同，请改成一致。",
            )
        does = {each.type for each in form.fields} | (
            {"reviews_letter"} if form.reviews_letter else set()
        )
        if form.signs and form.signs.title != lane:
            yield in_form(
                ways, place, "wrong_lane",
                f"表单的signs是{form.signs.title}的层级，任务却在泳道“{lane}”里，请改成一致。",
            )
        for duty in sorted(does & set(known.duties)):
            if lane != known.duties[duty]:
                yield in_form(
                    ways, place, "wrong_lane",
                    f"表单要{_DUTIES.get(duty, duty)}（{duty}），只能由{known.duties[duty]}办理，"
                    f"任务却在泳道“{lane}”里，请移到该泳道。",
                )


def tasks_name_their_article(ways: Ways, known: Known) -> Iterator[Problem]:
    """The documentation of a task is its legal basis."""
    for place in _each(ways, *sorted(_TASKS)):
        if not _ARTICLE.search(ways.basis(place)):
            yield at(
                ways, place, "no_basis",
                f"“{ways.name(place)}”的说明（documentation）没有写明依据，"
                "请写上条款，例如：《条例》第三十条。",
            )


def default_flows_are_cautious(ways: Ways, known: Known) -> Iterator[Problem]:
    """A default is taken when no condition holds, also by mistake: never to a decision."""
    for place in _each(ways, "exclusiveGateway"):
        ways_out = ways.out(place)
        if len(ways_out) < 2:
            continue
        for condition, target in ways_out:
            weighty = ways.type(target) == "serviceTask" and ways.contract(target).weighty
            if condition is None and weighty:
                yield at(
                    ways, place, "rash_default",
                    f"“{ways.name(place)}”的默认流通向“{ways.name(target)}”，"
                    "默认流只能通向由人办理的任务或者结束，请给这条线写条件。",
                )


def calls_stand_with_their_people(ways: Ways, known: Known) -> Iterator[Problem]:
    """A call stands in the lane of somebody who has something to do in the called process."""
    for place in _each(ways, "callActivity"):
        lanes = {
            ways.lane(each) for each in ways.places
            if ways.type(each) == "userTask" and place in each.callers
        } or {      # nobody has anything to do there: whoever it is drawn for waits
            ways.lane(each) for each in ways.places if place in each.callers
        }
        if lanes and ways.lane(place) not in lanes:
            yield at(
                ways, place, "wrong_lane",
                f"“{ways.name(place)}”画在泳道“{ways.lane(place)}”里，但其中的任务由"
                f"{'、'.join(sorted(lanes))}办理，请移到那里。",
            )


def every_ring_waits(ways: Ways, known: Known) -> Iterator[Problem]:
    """A token that comes back to a place has waited for a person or an event on the way.

    Otherwise it would go round at once and for ever, since nothing can have changed.
    """
    onwards = {
        place: [target for _, target in ways.out(place) if ways.type(target) != "userTask"]
        for place in ways.places if ways.type(place) not in WAITING
    }
    left = dict(onwards)
    shrinking = True
    while shrinking:        # take off what leads to no ring, and what no ring leads to
        entered = {target for targets in left.values() for target in targets}
        kept = {
            place: [each for each in targets if each in left]
            for place, targets in left.items()
            if place in entered and any(each in left for each in targets)
        }
        shrinking, left = len(kept) < len(left), kept
    if left:
        names = "、".join(dict.fromkeys(f"“{ways.name(each)}”" for each in left))
        yield at(
            ways, next(iter(left)), "endless_ring",
            f"{names}连成一圈，中间没有由人办理的任务，会一直转下去。请改画连线。",
        )


def branches_beside_a_call_open_no_task(ways: Ways, known: Known) -> Iterator[Problem]:
    """In a called process a timer that does not interrupt starts nothing that must be waited for.

    Its caller would go on with variables as they were when the branch began.
    """
    for move, reached in ways.moves.items():
        beside = ways.type(move.place) == "boundaryEvent" and not ways.timer(move.place)[1]
        if beside and move.place.callers and reached.tasks:
            names = "、".join(sorted(f"“{ways.name(each)}”" for each in reached.tasks))
            yield at(
                ways, move.place, "task_beside_a_call",
                f"被调用的流程里，不中断的时限“{ways.name(move.place)}”之后不能有用户任务{names}，"
                "请画到最外层的流程里。",
            )


RULES: Final[tuple[Rule, ...]] = (
    what_is_called_is_there, parameters_are_known, conditions_compare_what_forms_say,
    forms_refer_to_what_exists, tasks_name_their_article, every_ring_waits,
    default_flows_are_cautious, branches_beside_a_call_open_no_task, calls_stand_with_their_people,
)


# --- letters, of which processes speak --------------------------------------------------------


def letter_problems(known: Known) -> Iterator[Problem]:
    """Letters that could never be written, or state a ground that is not in the law; replies
    that have not exactly one row of the annual report and one class of remedy."""
    for kind, letter in known.letters.items():
        for message in (*_of_letter(kind, letter, known), *_of_outcome(letter, known)):
            yield Problem("letter", kind, message, file=f"letters/kinds/{kind}/letter.yaml")


def _of_outcome(letter: Letter, known: Known) -> Iterator[str]:
    if not letter.replies:
        return
    outcome = known.outcomes.get(letter.ground)
    if not letter.ground or (outcome is None and letter.ground in letter.grounds):
        yield f"《{letter.title}》是答复，但没有写明属于年度报告表三哪一行的答复种类（ground）。"
        return
    if outcome is not None and letter.remedy != outcome.remedy:
        yield (
            f"《{letter.title}》写的救济类别是{letter.remedy}，答复种类“{letter.ground}”的是"
            f"{outcome.remedy}，请改成一致。"
        )


def _of_letter(kind: str, letter: Letter, known: Known) -> Iterator[str]:
    given = known.rules | BY_THE_PAPER
    for contract in known.operations.values():
        if kind in contract.variants:
            given |= contract.variants[kind].gives
    for fact in sorted(letter.by_rule - given - letter.waits_for):
        yield (
            f"《{letter.title}》的{fact}由规则提供，但没有这条规则。"
            "请写规则，或者在waits_for里写明它等待以后的流程。"
        )
    for fact in sorted(letter.waits_for & given):
        yield f"《{letter.title}》的{fact}已有规则，请从waits_for里删去。"
    for fact in sorted(letter.waits_for - letter.by_rule):
        yield f"《{letter.title}》的waits_for写了“{fact}”，不是由规则提供的事实，请改正。"
    if letter.ground and letter.ground not in letter.grounds:
        yield f"《{letter.title}》的答复种类“{letter.ground}”在其适用之日不是法定种类，请改正。"
