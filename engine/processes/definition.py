"""One version of one process: its diagram and the forms of its user tasks.

Read from ``bpmn/<process>/v<n>``; which versions go together is the matter of
``engine.processes.releases``, what is published that of ``engine.processes.published``.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lxml import etree

from declared.yaml_file import FileRefused
from engine.errors import ConfigurationRefused
from engine.processes.diagram import FLOW_NODES, PREFIXES, UnreadableDiagram, parse_diagram
from engine.processes.following import followed_by, watched
from engine.processes.forms.files import read_form
from engine.processes.forms.form import Form

_VERSION: Final = re.compile(r"v([1-9][0-9]{0,3})")


class ProcessesRefused(ConfigurationRefused):
    """The published processes are not what was published; the message names the file."""


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node of a diagram: its id, Chinese name, BPMN type (``userTask``, …), the lane's
    name ("" outside lanes) and its documentation, which is the legal basis."""

    id: str
    name: str
    type: str
    lane: str
    documentation: str


@dataclass(frozen=True, slots=True)
class ProcessDefinition:
    """One version of one process. ``digest``: sha256 over all its files.

    calls: ids of the processes it calls, in the order of the diagram. watched: alarms of the
    timers on each activity. followed_by: what the system may do after each user task.
    begun_by: the message that begins it beside the life of a case, "" for none.
    """

    process: str
    version: int
    name: str
    digest: str
    xml: bytes
    forms: Mapping[str, Form]
    elements: Mapping[str, Element]
    calls: tuple[str, ...]
    watched: Mapping[str, tuple[str, ...]]
    followed_by: Mapping[str, frozenset[str]]
    begun_by: str = ""

    @property
    def file(self) -> str:
        """The diagram's path below the folder of processes."""
        return f"{self.process}/v{self.version}/{self.process}.bpmn"


def read_definition(
    root: Path, process: str, folder: str, digests: Mapping[str, str]
) -> ProcessDefinition:
    """The version in ``root/process/folder``. ``digests``: sha256 of every file below ``root``
    that counts, by its path. Raises ProcessesRefused, a line for each reason."""
    where = f"{process}/{folder}"
    number = _VERSION.fullmatch(folder)
    if number is None:
        raise ProcessesRefused(reason=f"{where}不是版本文件夹（v1、v2……）")
    diagram = f"{where}/{process}.bpmn"
    files = {name: digest for name, digest in digests.items() if name.startswith(f"{where}/")}
    forms = {Path(name).stem: name for name in files if name.startswith(f"{where}/forms/")}
    if diagram not in files or len(files) != len(forms) + 1:
        raise ProcessesRefused(reason=f"{where}应当只有{process}.bpmn和forms文件夹")
    xml = (root / diagram).read_bytes()
    try:
        drawn, name, elements, calls = _read_diagram(xml, process)
    except (UnreadableDiagram, ValueError) as error:
        raise ProcessesRefused(reason=f"{diagram}：{error}") from error
    read, refused = {}, []
    for task, file in sorted(forms.items()):
        try:
            read[task] = read_form(task, (root / file).read_bytes(), file)
        except FileRefused as error:
            refused.append(str(error))
    if refused:
        raise ProcessesRefused(reason="\n".join(refused))
    tasks = {each.id for each in elements.values() if each.type == "userTask"}
    if wrong := sorted(tasks ^ set(read)):
        raise ProcessesRefused(reason=f"{where}的表单与用户任务不一致：{'、'.join(wrong)}")
    listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    return ProcessDefinition(
        process=process,
        version=int(number[1]),
        name=name,
        digest=hashlib.sha256(listing.encode()).hexdigest(),
        xml=xml,
        forms=MappingProxyType(read),
        elements=MappingProxyType(elements),
        calls=calls,
        watched=watched(drawn),
        followed_by=followed_by(drawn),
        begun_by=_begun_by(drawn),
    )


def _begun_by(process: etree._Element) -> str:
    """The name of the message in its start event."""
    path = "bpmn:startEvent/bpmn:messageEventDefinition"
    meant = {each.get("messageRef") for each in process.iterfind(path, PREFIXES)}
    names = process.getroottree().getroot().iterfind("bpmn:message", PREFIXES)
    return next((each.get("name", "") for each in names if each.get("id") in meant), "")


def _read_diagram(
    xml: bytes, process: str
) -> tuple[etree._Element, str, dict[str, Element], tuple[str, ...]]:
    """(the process, its name, its flow nodes by id, ids of the processes it calls)"""
    root = parse_diagram(xml)
    found = root.findall("bpmn:process", PREFIXES)
    if len(found) != 1 or found[0].get("id") != process:
        raise ValueError(f"应当只有一个流程，编号为{process}")
    lanes = {
        (reference.text or "").strip(): lane.get("name", "")
        for lane in found[0].iterfind("bpmn:laneSet/bpmn:lane", PREFIXES)
        for reference in lane.iterfind("bpmn:flowNodeRef", PREFIXES)
    }
    elements: dict[str, Element] = {}
    for node in found[0]:
        kind = etree.QName(node).localname
        if kind not in FLOW_NODES:
            continue
        name, text = node.get("id", ""), node.findtext("bpmn:documentation", "", PREFIXES)
        elements[name] = Element(
            name, node.get("name", ""), kind, lanes.get(name, ""), text.strip()
        )
    calls = (
        node.get("calledElement", "") for node in found[0].iterfind("bpmn:callActivity", PREFIXES)
    )
    return found[0], found[0].get("name", ""), elements, tuple(dict.fromkeys(calls))
