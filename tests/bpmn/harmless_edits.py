"""Edits of a release that change nothing of the law: words, looks, white space, one field more."""

import re
from collections.abc import Callable, Iterator

from mutants import Mutant

from engine.processes.published import Release


def _text(old: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(old, new, text, flags=re.S | re.M)


def _moved(text: str) -> str:
    """The whole drawing a little to the right and down."""
    return re.sub(r'( x| y)="(\d+)"', lambda at: f'{at[1]}="{int(at[2]) + 40}"', text)


def _noted(text: str) -> str:
    """A note beside a task, with its line, drawn."""
    task = re.search(r'<bpmn:userTask id="(\w+)"', text)
    assert task
    text = text.replace("<bpmn:sequenceFlow", (
        '<bpmn:textAnnotation id="note_1"><bpmn:text>须经负责人</bpmn:text></bpmn:textAnnotation>'
        f'<bpmn:association id="to_note" sourceRef="{task[1]}" targetRef="note_1" />'
        '<bpmn:group id="around" /><bpmn:sequenceFlow'), 1)
    return text.replace("<bpmndi:BPMNEdge", (
        '<bpmndi:BPMNShape id="drawn_note" bpmnElement="note_1">'
        '<dc:Bounds x="1" y="1" width="50" height="30" /></bpmndi:BPMNShape><bpmndi:BPMNEdge'), 1)


#: Of diagrams.
HARMLESS_DRAWINGS: dict[str, Callable[[str], str]] = {
    "colours": _text('<bpmndi:BPMNShape id="', (
        '<bpmndi:BPMNShape xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" '
        'bioc:stroke="#0d4372" bioc:fill="#bbdefb" id="')),
    "the drawing moved": _moved,
    "a note and a group": _noted,
    "another end's name": _text(r'(<bpmn:endEvent id="\w+" name=")[^"]*"', r'\1结束"'),
    "another start's name": _text(r'(<bpmn:startEvent id="\w+" name=")[^"]*"', r'\1开始"'),
    "another name of the pool": _text(r'(<bpmn:participant [^>]*name=")[^"]*"', r'\1办理流程"'),
    "another name of the process": _text(r'(<bpmn:process [^>]*name=")[^"]*"', r'\1办理流程"'),
    "more documentation": _text("</bpmn:documentation>", "，以及有关规定</bpmn:documentation>"),
    "no list of incoming lines": _text(r"<bpmn:(incoming|outgoing)>.*?</bpmn:\1>\s*", ""),
    "who wrote the file": _text('targetNamespace="', 'exporter="bpmn-js" exporterVersion="18" '
                                'targetNamespace="'),
    "white space": _text("<bpmn:sequenceFlow", "\n\n      <bpmn:sequenceFlow"),
    "white space in a lane": _text(r"<bpmn:flowNodeRef>(\w+)<", r"<bpmn:flowNodeRef>\n  \1\n<"),
    "a comment": _text("<bpmn:laneSet", "<!-- 泳道按职责画 --><bpmn:laneSet"),
    "lines in another order": lambda text: _in_another_order(text),
}
#: Of forms.
HARMLESS_FORMS: dict[str, Callable[[str], str]] = {
    "longer help": _text(r"^(    help: [^\n]*)$", r"\1确有困难的，可以先与承办人员沟通。"),
    "another instruction": _text(r"^instruction: .*?$", "instruction: 请认真办理。"),
    "another label of a choice": _text(r"^(      label: [^\n]*)$", r"\1（是）"),
    "another label of a field": _text(r"^(    label: [^\n]*)$", r"\1（如实填写）"),
    "another question": _text(r"^(      confirm: [^\n]*)$", r"\1请再看一遍。"),
    "one more optional field": _text(r"\Z", (
        "  - name: remark\n    label: 备注\n    type: paragraphs\n    required: false\n"
        "    max: 500\n")),
    "one more article": _text("^basis:\n", "basis:\n  - 《政府信息公开条例》第五条\n"),
    "more room": _text(r"^    max: (\d{3,4})$", r"    max: \g<1>0"),
}


def _in_another_order(text: str) -> str:
    lines = re.findall(r"    <bpmn:sequenceFlow [^>]*/>\n", text)
    first = text.index(lines[0])
    for each in lines:
        text = text.replace(each, "", 1)
    return text[:first] + "".join(reversed(lines)) + text[first:]


def harmless(release: Release, texts: dict[str, dict[str, str]]) -> Iterator[Mutant]:
    """Every such edit, made in one process after the other."""
    definitions = [*release.definitions.values()]
    for number, (what, edit) in enumerate(HARMLESS_DRAWINGS.items()):
        definition = definitions[number % len(definitions)]
        changed = edit(definition.xml.decode())
        yield Mutant("harmless", definition.process, what, xml=changed.encode(),
                     release=release.number)
    with_forms = [each for each in definitions if each.forms]
    for number, (what, edit) in enumerate(HARMLESS_FORMS.items()):
        for place in range(len(with_forms)):
            process = with_forms[(number + place) % len(with_forms)].process
            forms = {task: edit(text) for task, text in texts[process].items()}
            if forms != texts[process]:
                yield Mutant("harmless", process, what, forms=forms, release=release.number)
                break
