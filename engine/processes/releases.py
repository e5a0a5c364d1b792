"""Releases: which versions of the processes go together (``bpmn/releases.yaml``).

A call activity names a process, the release its version. New cases begin on the newest
release and keep it to their end, so that a new version of one process costs its folder and one
line. The first release names a version of every process, a later one only what changes.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from declared.yaml_file import FileRefused, Item, read
from engine.processes.definition import Element, ProcessDefinition, ProcessesRefused
from engine.processes.diagram import PREFIXES, parse_diagram
from engine.processes.forms.form import Field, Form

RELEASES: Final = "releases.yaml"
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
_MAIN: Final = "main"


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One entry of the file. ``versions``: by process, only what it names. ``line``: its place.

    written: False for one that the file should have and lacks, because of a draft.
    """

    number: int
    versions: Mapping[str, int]
    line: int
    written: bool = True


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """The whole file: the process by which every case begins, and the releases, newest last."""

    main: str
    lines: tuple[ReleaseLine, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What a case runs on: the main process, those that a message begins beside it, and every
    process that one of them calls.

    ``definitions`` by process id, the called ones first, the main one last. ``digest`` names the
    whole and is the same on every machine; a case keeps it beside the number.
    """

    number: int
    main: str
    digest: str
    definitions: Mapping[str, ProcessDefinition]

    @property
    def version(self) -> int:
        """The main process's version."""
        return self.definitions[self.main].version

    @property
    def beside(self) -> Mapping[str, str]:
        """The processes that stand beside the main one, by the message that begins each."""
        return {each.begun_by: name for name, each in self.definitions.items() if each.begun_by}

    def with_called(self, process: str) -> Mapping[str, ProcessDefinition]:
        """A process with every process that it calls, transitively, itself last."""
        found: dict[str, ProcessDefinition] = {}
        for called in self.definition(process).calls:
            found |= self.with_called(called)
        return {**found, process: self.definition(process)}

    def definition(self, process: str) -> ProcessDefinition:
        """The version that this release has of a process. Raises ProcessesRefused."""
        if process not in self.definitions:
            raise ProcessesRefused(reason=f"第{self.number}次发布中没有流程“{process}”")
        return self.definitions[process]

    def element(self, element: str, process: str) -> Element:
        """A flow node of one of the diagrams. Raises KeyError for an unknown one."""
        return self.definitions[process].elements[element]

    @property
    def forms(self) -> Mapping[str, Form]:
        """Every form by the id of its task."""
        return {task: form for each in self.definitions.values()
                for task, form in each.forms.items()}


def read_releases(path: Path) -> ReleaseFile:
    """The file's entries in their order. Raises ProcessesRefused, naming the line."""
    if not path.is_file():
        raise ProcessesRefused(
            reason=f"缺少{path}：请写明主流程（main）和第1次发布包含的各流程版本"
        )
    try:
        return _file(read(path))
    except FileRefused as error:
        raise _refused(error.line, error.reason) from error


def _file(whole: Item) -> ReleaseFile:
    entries = whole.pairs()
    if not entries or entries[0][0] != _MAIN:
        raise whole.refuse(f"第一项应当是“{_MAIN}: 主流程的编号”，请补上")
    lines = []
    for number, (key, item) in enumerate(entries[1:], start=1):
        if key != str(number):
            raise item.refuse(f"“{key}”处应当是第{number}次发布，编号从1起依次写，请改为{number}")
        versions = {process: _version(version) for process, version in item.pairs()}
        if not versions:
            raise item.refuse(f"第{number}次发布没有写任何流程，请写明变动的流程和版本")
        lines.append(ReleaseLine(number, MappingProxyType(versions), item.line))
    if not lines:
        raise whole.refuse("没有任何发布，请写明第1次发布包含的各流程版本")
    return ReleaseFile(entries[0][1].text(), tuple(lines))


def assemble(
    main: str, lines: Sequence[ReleaseLine],
    definitions: Mapping[tuple[str, int], ProcessDefinition],
) -> Iterator[Release]:
    """Every release of these lines, one after the other. ``definitions``: by process and version.

    Raises ProcessesRefused when a version does not exist, a call has none, a named process is
    called by nobody, or a field starts from one that no form has.
    """
    named: dict[str, ProcessDefinition] = {}
    for each in lines:
        for process, version in each.versions.items():
            definition = definitions.get((process, version))
            if definition is None:
                raise _refused(each.line, f"没有流程“{process}”的第{version}版，"
                               f"请建立{process}/v{version}，或者更正流程编号、版本号")
            if named.get(process) is definition:
                raise _refused(each.line, f"“{process}”没有变动，只写变动的流程，请删去")
            named[process] = definition
        found: dict[str, ProcessDefinition] = {}
        for process in sorted(name for name, drawn in named.items() if drawn.begun_by):
            _begins_beside(process, main, named, each)
            _collect(process, named, found, (), each)
        _collect(main, named, found, (), each)
        if each.written and (idle := sorted(set(each.versions) - set(found))):
            raise _refused(each.line, f"没有流程调用“{'、'.join(idle)}”，也没有消息启动它，请删去，"
                           "或者写上调用它的流程的新版本")
        _check_starts(each, found)
        yield Release(each.number, main, _digest(found), MappingProxyType(found))


def _begins_beside(
    process: str, main: str, named: Mapping[str, ProcessDefinition], line: ReleaseLine
) -> None:
    """A message begins one process, which is neither the main one nor called."""
    twins = [name for name, each in named.items() if each.begun_by == named[process].begun_by]
    if len(twins) > 1:
        raise _refused(line.line, f"消息“{named[process].begun_by}”会同时启动"
                       f"“{'、'.join(sorted(twins))}”，请只留一个")
    callers = [each.process for each in named.values() if process in each.calls]
    if process == main or callers:
        raise _refused(line.line, f"流程“{process}”由消息启动，不能是主流程，也不能被调用，请改正")


def _collect(
    process: str, named: Mapping[str, ProcessDefinition], found: dict[str, ProcessDefinition],
    callers: tuple[str, ...], line: ReleaseLine,
) -> None:
    """Put a process and all it calls into ``found``, the called ones first."""
    if process in callers:
        raise _refused(line.line, f"流程“{process}”调用了它自己，请修改流程图")
    if process not in named:
        if not callers:
            lacks = f"第{line.number}次发布没有写明主流程“{process}”用第几版，请补上"
            raise _refused(line.line, lacks)
        caller = named[callers[-1]]
        calls = _calling(caller, process)
        shown = "、".join(f"“{name}”（{element}）" for element, name in calls.items())
        raise ProcessesRefused(file=caller.file, element=next(iter(calls)), reason=(
            f"{caller.file}：{shown}调用的流程“{process}”，"
            f"第{line.number}次发布没有写明用第几版。请改正编号，或者在{RELEASES}第{line.line}行补上"
        ))
    for called in named[process].calls:
        _collect(called, named, found, (*callers, process), line)
    found.setdefault(process, named[process])


def _calling(definition: ProcessDefinition, called: str) -> dict[str, str]:
    """The call activities of a diagram that call this process: names by id."""
    return {
        node.get("id", ""): node.get("name", "")
        for node in parse_diagram(definition.xml).iterfind(".//bpmn:callActivity", PREFIXES)
        if node.get("calledElement") == called
    }


def _check_starts(line: ReleaseLine, found: Mapping[str, ProcessDefinition]) -> None:
    """Whatever a field starts from is asked by another form of the release, in the same type."""
    forms = [form for each in found.values() for form in each.forms.values()]
    for form in forms:
        for field in form.fields:
            if field.starts_from and not any(
                _gives(other, field) for other in forms if other is not form
            ):
                raise _refused(line.line, f"表单{form.task}的{field.name}取自“{field.starts_from}”"
                               f"，但没有别的表单有这个{field.type}类型的字段，请更正from")


def _gives(form: Form, wanted: Field) -> bool:
    return any(
        each.name == wanted.starts_from and each.type == wanted.type for each in form.fields
    )


def _digest(found: Mapping[str, ProcessDefinition]) -> str:
    lines = sorted(f"{each.process} v{each.version} {each.digest}" for each in found.values())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# --- reading the file -----------------------------------------------------------------------


def _refused(line: int, reason: str) -> ProcessesRefused:
    return ProcessesRefused(reason=f"{RELEASES}第{line}行：{reason}")


def _version(item: Item) -> int:
    text = item.scalar()
    if not _NUMBER.fullmatch(text):
        raise item.refuse(f"“{text}”不是版本号，请写1、2、3……")
    return int(text)
