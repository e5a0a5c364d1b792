"""Mutants of a release, made by rule: each is one change that would break a life or the law.

Every rule goes through every process of the release and names nothing of one drawing, so that it
holds for whatever will be published.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from redrawing import Root, flows, found, leave_out, take_off_branch

from engine.installation.known import known
from engine.processes.definition import ProcessDefinition
from engine.processes.diagram import PREFIXES, qualified
from engine.processes.published import Release


@dataclass(frozen=True)
class Mutant:
    """One change of one process: its diagram anew, or the texts of some of its forms."""

    rule: str
    process: str
    what: str
    xml: bytes = b""
    forms: dict[str, str] = field(default_factory=dict)
    release: int = 0

    def __str__(self) -> str:
        return f"{self.rule}: {self.process} {self.what}"


@dataclass(frozen=True)
class Drawing:
    """One process to be changed."""

    definition: ProcessDefinition
    release: Release
    texts: dict[str, str]

    def fresh(self) -> Root:
        """The diagram, without what nodes list of their flows (which is optional)."""
        root = etree.fromstring(self.definition.xml)
        for local in ("incoming", "outgoing"):
            for each in [*root.iter(qualified("bpmn", local))]:
                each.getparent().remove(each)
        return root

    def decided(self, ways: list[Root]) -> bool:
        """Whether a person decided by which of these ways it goes: a form gives the variable."""
        given = {form.outcome.variable for form in self.release.forms.values()}
        texts = " ".join(each.findtext("bpmn:conditionExpression", "", PREFIXES) for each in ways)
        return set(re.findall(r"([a-z_]+) *[=!]=", texts)) <= given

    def nodes(self, kind: str) -> list[str]:
        return [each.id for each in self.definition.elements.values() if each.type == kind]

    def mutant(self, rule: str, what: str, root: Root) -> Mutant:
        return Mutant(rule, self.definition.process, what, etree.tostring(root),
                      release=self.release.number)

    def rewritten(self, rule: str, task: str, text: str) -> Mutant:
        return Mutant(rule, self.definition.process, task, forms={task: text},
                      release=self.release.number)

    @property
    def is_beside(self) -> bool:
        """Nothing is asked of the order of things in a process beside the life."""
        return bool(self.definition.begun_by)


# -- rules -------------------------------------------------------------------------------------


def swapped_branches(drawing: Drawing) -> Iterator[Mutant]:
    for gateway in drawing.nodes("exclusiveGateway"):
        root = drawing.fresh()
        ways = flows(root, sourceRef=gateway)
        if len(ways) > 1 and not drawing.is_beside and drawing.decided(ways):
            first, last = ways[0].get("targetRef"), ways[-1].get("targetRef")
            ways[0].set("targetRef", last)
            ways[-1].set("targetRef", first)
            yield drawing.mutant("swapped branches", gateway, root)


def dropped_default(drawing: Drawing) -> Iterator[Mutant]:
    for gateway in drawing.nodes("exclusiveGateway"):
        root = drawing.fresh()
        if found(root, gateway).attrib.pop("default", None):
            yield drawing.mutant("dropped default", gateway, root)


def never_true(drawing: Drawing) -> Iterator[Mutant]:
    for gateway in drawing.nodes("exclusiveGateway"):
        root = drawing.fresh()
        for each in flows(root, sourceRef=gateway):
            condition = each.find("bpmn:conditionExpression", PREFIXES)
            if condition is not None:
                condition.text = re.sub(r'"(\w+)"', r'"\1x"', condition.text or "", count=1)
                yield drawing.mutant("a value that nothing has", gateway, root)
                break


def overlapping(drawing: Drawing) -> Iterator[Mutant]:
    for gateway in drawing.nodes("exclusiveGateway"):
        root = drawing.fresh()
        conditions = [each.find("bpmn:conditionExpression", PREFIXES)
                      for each in flows(root, sourceRef=gateway)]
        told = [each for each in conditions if each is not None]
        if len(told) > 1:
            told[0].text = f"{told[0].text} or {told[1].text}"
            yield drawing.mutant("overlapping conditions", gateway, root)


def ended_early(drawing: Drawing) -> Iterator[Mutant]:
    """A decision that leads to the end at once: an end without a reply, or without a letter."""
    ends = drawing.nodes("endEvent")
    for gateway in drawing.nodes("exclusiveGateway"):
        root = drawing.fresh()
        way = next((each for each in flows(root, sourceRef=gateway)
                    if each.find("bpmn:conditionExpression", PREFIXES) is not None), None)
        if way is None:     # ways only meet here
            continue
        other = next((each for each in ends if each != way.get("targetRef")), None)
        at_once = found(root, way.get("targetRef")).tag == qualified("bpmn", "endEvent")
        if other and not at_once and not drawing.is_beside and drawing.decided([way]):
            way.set("targetRef", other)
            yield drawing.mutant("ended early", gateway, root)


def lane_of_nobody(drawing: Drawing) -> Iterator[Mutant]:
    root = drawing.fresh()
    next(root.iter(qualified("bpmn", "lane"))).set("name", "系统管理员")
    yield drawing.mutant("lane of nobody", "", root)


def wrong_lane(drawing: Drawing) -> Iterator[Mutant]:
    lanes = {each.lane for each in drawing.definition.elements.values()}
    called = drawing.definition.process != drawing.release.main and not drawing.is_beside
    if len(lanes) == 1 and called and drawing.nodes("userTask"):
        root = drawing.fresh()
        (lane,) = root.iter(qualified("bpmn", "lane"))
        lane.set("name", "督办人员")
        yield drawing.mutant("wrong lane", lane.get("id"), root)


def dropped_timer(drawing: Drawing) -> Iterator[Mutant]:
    watched = {each.timer for each in known().watches}
    for event in drawing.nodes("boundaryEvent"):
        root = drawing.fresh()
        texts = " ".join(found(root, event).itertext())
        if any(f'due("{each}")' in texts for each in watched):
            take_off_branch(root, event)
            yield drawing.mutant("dropped timer", event, root)


def other_timer(drawing: Drawing) -> Iterator[Mutant]:
    for event in drawing.nodes("boundaryEvent"):
        root = drawing.fresh()
        for each in found(root, event).iterfind("bpmn:timerEventDefinition/*", PREFIXES):
            other = "reply_overdue" if "correction_period" in each.text else "correction_period"
            each.text = f'due("{other}")'
            yield drawing.mutant("other timer", event, root)


def turned_timer(drawing: Drawing) -> Iterator[Mutant]:
    for event in drawing.nodes("boundaryEvent"):
        root = drawing.fresh()
        node = found(root, event)
        node.set("cancelActivity", str(node.get("cancelActivity") == "false").lower())
        if node.find("bpmn:timerEventDefinition", PREFIXES) is not None:
            yield drawing.mutant("turned timer", event, root)


def wrong_operation(drawing: Drawing) -> Iterator[Mutant]:
    for task in drawing.nodes("serviceTask"):
        root = drawing.fresh()
        node = found(root, task)
        other = "record/registered"
        if node.get("implementation") == other:
            other = "record/archived"
        node.set("implementation", other)
        for each in node.findall("bpmn:extensionElements", PREFIXES):
            node.remove(each)
        yield drawing.mutant("wrong operation", task, root)


def left_out_operation(drawing: Drawing) -> Iterator[Mutant]:
    asked = {event for goal in known().goals for event in goal.needs}
    for task in drawing.nodes("serviceTask"):
        root = drawing.fresh()
        node = found(root, task)
        if node.find("bpmn:extensionElements", PREFIXES) is not None:
            continue
        contract = known().operations[node.get("implementation", "")].given({})
        if contract.does & asked or contract.clock:
            leave_out(root, task)
            yield drawing.mutant("left out operation", task, root)


def left_out_call(drawing: Drawing) -> Iterator[Mutant]:
    """The review, the sign-off, whatever somebody else must do: left out."""
    for call in drawing.nodes("callActivity"):
        root = drawing.fresh()
        called = drawing.release.with_called(found(root, call).get("calledElement", ""))
        if any(form.separate_from for each in called.values() for form in each.forms.values()):
            leave_out(root, call)
            yield drawing.mutant("left out call", call, root)


def missing_process(drawing: Drawing) -> Iterator[Mutant]:
    for call in drawing.nodes("callActivity"):
        root = drawing.fresh()
        found(root, call).set("calledElement", "no_such_process")
        yield drawing.mutant("called process missing", call, root)


def wrong_letter(drawing: Drawing) -> Iterator[Mutant]:
    for task in drawing.nodes("serviceTask"):
        root = drawing.fresh()
        for each in found(root, task).iterfind(".//gongkai:parameter", PREFIXES):
            if each.get("name") == "kind":
                each.set("value", "not_held")
                yield drawing.mutant("wrong letter kind", task, root)


def endless(drawing: Drawing) -> Iterator[Mutant]:
    """Every way to an end of the road leads back to its first task."""
    waits = drawing.nodes("userTask") + drawing.nodes("intermediateCatchEvent")
    root = drawing.fresh()
    for end in drawing.nodes("endEvent"):
        for each in flows(root, targetRef=end):
            each.set("targetRef", waits[0])
    yield drawing.mutant("endless loop", waits[0], root)


def not_terminated(drawing: Drawing) -> Iterator[Mutant]:
    for end in drawing.nodes("endEvent"):
        root = drawing.fresh()
        for each in found(root, end).findall("bpmn:terminateEventDefinition", PREFIXES):
            each.getparent().remove(each)
            yield drawing.mutant("terminate removed", end, root)


def thrown_and_not_caught(drawing: Drawing) -> Iterator[Mutant]:
    root = drawing.fresh()
    end = drawing.nodes("endEvent")[0]
    for each in list(found(root, end)):
        found(root, end).remove(each)
    etree.SubElement(
        found(root, end), qualified("bpmn", "errorEventDefinition"), errorRef="error_lost")
    root.insert(0, etree.Element(
        qualified("bpmn", "error"), id="error_lost", errorCode="lost"))
    yield drawing.mutant("thrown and not caught", end, root)


def message_in_vain(drawing: Drawing) -> Iterator[Mutant]:
    """A limit becomes a message that nobody sends."""
    for event in drawing.nodes("boundaryEvent"):
        root = drawing.fresh()
        node = found(root, event)
        if node.find("bpmn:timerEventDefinition", PREFIXES) is None:
            continue
        node.remove(node.find("bpmn:timerEventDefinition", PREFIXES))
        etree.SubElement(
            node, qualified("bpmn", "messageEventDefinition"), messageRef="message_never")
        root.insert(0, etree.Element(
            qualified("bpmn", "message"), id="message_never", name="never_sent"))
        yield drawing.mutant("message nobody sends", event, root)


def without(rule: str, pattern: str, to: str = "") -> Callable[[Drawing], Iterator[Mutant]]:
    """Of every form that has it, something is changed."""
    def change(drawing: Drawing) -> Iterator[Mutant]:
        for task, text in drawing.texts.items():
            changed = re.sub(pattern, to, text, count=1, flags=re.S | re.M)
            if changed != text:
                yield drawing.rewritten(rule, task, changed)
    return change


def not_announced(drawing: Drawing) -> Iterator[Mutant]:
    """A button says no longer which entry it leads to, and no earlier one says so either."""
    said = [choice.clock for each in drawing.release.forms.values()
            for choice in each.outcome.choices]
    for task, form in drawing.definition.forms.items():
        for choice in form.outcome.choices:
            if choice.clock and said.count(choice.clock) == 1:
                text = re.sub(rf"^ *clock: {choice.clock}\n", "", drawing.texts[task], flags=re.M)
                yield drawing.rewritten("entry not announced", task, text)


def dead_task(drawing: Drawing) -> Iterator[Mutant]:
    """The choice by which a task is done is never lawful."""
    for task, form in drawing.definition.forms.items():
        variable, choice = form.outcome.variable, form.outcome.choices[0]
        others = (each for each in drawing.definition.forms.values() if each is not form)
        if any(each.outcome.variable == variable for each in others):
            continue
        text = re.sub(
            rf"^( *)- value: {choice.value}$",
            rf'\1- value: {choice.value}\n\1  unless: {variable} != "{choice.value}"\n'
            r"\1  because: 还没有办过。", drawing.texts[task], count=1, flags=re.M)
        if text != drawing.texts[task] and not choice.unless:
            yield drawing.rewritten("dead task", task, text)


def missing_field(drawing: Drawing) -> Iterator[Mutant]:
    for task, form in drawing.definition.forms.items():
        needed = next((name for each in form.outcome.choices for name in each.requires), "")
        text = re.sub(
            rf"^  - name: {needed}$.*?(?=^  - name:|\Z)", "", drawing.texts[task],
            flags=re.S | re.M)
        if needed and text != drawing.texts[task]:
            if not re.search(r"^  - name:", text, re.M):
                text = re.sub(r"^fields:\s*\Z", "fields: []\n", text, flags=re.M)
            yield drawing.rewritten("missing form field", task, text)


Rule = Callable[[Drawing], Iterator[Mutant]]
RULES: tuple[Rule, ...] = (
    swapped_branches, dropped_default, never_true, overlapping, ended_early, lane_of_nobody,
    wrong_lane, dropped_timer, other_timer, turned_timer, wrong_operation, left_out_operation,
    left_out_call, missing_process, wrong_letter, endless, not_terminated, thrown_and_not_caught,
    message_in_vain, dead_task, missing_field,
    without("separate_from removed", r"^separate_from:[^\n]*\n"),
    without("review tied to no text", r"^reviews_letter:[^\n]*\n"),
    not_announced,
    # That nothing was said for the reasons that were asked for is no second time: who defers a
    # reply all the same is refused by the operation.
    without("second time not forbidden", r"^ *unless: (?!reasons )[^\n]*\n *because:[^\n]*\n"),
)


def every_mutant(
    release: Release, texts: dict[str, dict[str, str]], rules: tuple[Rule, ...] = RULES
) -> Iterator[Mutant]:
    """texts: of the forms, by process and task."""
    for definition in release.definitions.values():
        drawing = Drawing(definition, release, texts[definition.process])
        for rule in rules:
            yield from rule(drawing)
