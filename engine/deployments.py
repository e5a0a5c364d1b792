"""Which processes are published: finds ``bpmn/<process>/v<n>``, checks the lock, reads forms.

``bpmn/deployed.lock`` holds the sha256 of every published file (the format of ``sha256sum``).
A published file never changes: running cases rest on it. A version folder that the lock does
not name is a draft and is not loaded. A call activity names the version it calls, so that a
case goes to its end by the diagrams it began with.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lxml import etree

import engine
from engine.diagram_xml import (
    FLOW_NODES,
    PREFIXES,
    UnreadableDiagram,
    parse_diagram,
    qualified,
)
from engine.errors import ConfigurationRefused
from engine.form_files import FormRefused, read_form
from engine.task_forms import Form

__all__ = [
    "Bundle", "Deployment", "DeploymentRefused", "Deployments", "Element", "default_root",
    "drafts", "load", "read_with_drafts", "seal",
]

LOCK: Final = "deployed.lock"
_LOCK_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9_]+/v[0-9]+/(?:[a-z0-9_]+/)*[a-z0-9_]+\.[a-z]+)")
_VERSION = re.compile(r"v([1-9][0-9]{0,3})")


class DeploymentRefused(ConfigurationRefused):
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
class Deployment:
    """One published version of one process. ``digest``: sha256 over all its files."""

    process: str
    version: int
    name: str
    digest: str
    xml: bytes
    forms: Mapping[str, Form]
    elements: Mapping[str, Element]
    called_versions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A process with every process it calls, transitively: what the engine parses together.

    ``deployments`` by process id, the called ones first. ``digest`` names the whole and is
    the same on every machine.
    """

    process: str
    version: int
    digest: str
    deployments: Mapping[str, Deployment]

    def element(self, element: str, process: str) -> Element:
        """A flow node of one of the diagrams. Raises KeyError for an unknown one."""
        return self.deployments[process].elements[element]


class Deployments:
    """Every published version of every process."""

    def __init__(self, deployments: tuple[Deployment, ...]) -> None:
        self._all = {(each.process, each.version): each for each in deployments}
        self._latest = {
            process: max(v for p, v in self._all if p == process) for process, _ in self._all
        }
        self._bundles = {key: self._bundle(*key) for key in self._all}

    def __iter__(self) -> Iterator[Deployment]:
        return iter(self._all.values())

    @property
    def processes(self) -> tuple[str, ...]:
        """The process ids, sorted."""
        return tuple(sorted(self._latest))

    def latest(self, process: str) -> Deployment:
        """The version by which new cases begin. Raises DeploymentRefused for an unknown one."""
        if process not in self._latest:
            raise DeploymentRefused(reason=f"没有已发布的流程“{process}”")
        return self._all[process, self._latest[process]]

    def at(self, process: str, version: int) -> Deployment:
        """One version. Raises DeploymentRefused when it was never published."""
        if (process, version) not in self._all:
            raise DeploymentRefused(reason=f"流程“{process}”没有已发布的第{version}版")
        return self._all[process, version]

    def bundle(self, process: str, version: int) -> Bundle:
        """The version together with all that it calls. Raises DeploymentRefused as ``at``."""
        self.at(process, version)
        return self._bundles[process, version]

    def _bundle(self, process: str, version: int) -> Bundle:
        found: dict[str, Deployment] = {}
        self._collect(self._all[process, version], found, ())
        lines = sorted(f"{each.process} v{each.version} {each.digest}" for each in found.values())
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return Bundle(process, version, digest, MappingProxyType(found))

    def _collect(
        self, deployment: Deployment, found: dict[str, Deployment], callers: tuple[str, ...]
    ) -> None:
        name = deployment.process
        if name in callers:
            raise DeploymentRefused(reason=f"流程“{name}”调用了它自己")
        for called, version in deployment.called_versions.items():
            if (called, version) not in self._all:
                file = f"{name}/v{deployment.version}/{name}.bpmn"
                raise DeploymentRefused(reason=(
                    f"{file}：{_callers(deployment, called)}调用的流程“{called}”"
                    f"没有已发布的第{version}版，请改正编号或者版本"
                ))
            self._collect(self.at(called, version), found, (*callers, name))
        earlier = found.setdefault(name, deployment)
        if earlier.version != deployment.version:
            raise DeploymentRefused(
                reason=f"流程“{name}”在同一办件中被调用了两个版本（{earlier.version}和"
                f"{deployment.version}）"
            )


def load(root: Path | None = None) -> Deployments:
    """All published processes below ``root`` (the ``bpmn`` folder beside the package ``engine``).

    Raises DeploymentRefused, naming the file, when a published file was changed, removed or
    added to, when a form is not complete, or when a called version was never published.
    """
    root = root or default_root()
    locked = _read_lock(root)
    _check_lock(root, locked)
    if not locked:
        raise DeploymentRefused(reason=f"没有已发布的流程：缺少{root / LOCK}")
    return _read_all(root, locked)


def read_with_drafts(root: Path) -> tuple[Deployments, dict[str, str]]:
    """Everything below ``root``, published or not, and the digests of the files of drafts.

    Raises DeploymentRefused, a line for each reason, when the whole would not load.
    """
    locked = _read_lock(root)
    _check_lock(root, locked)
    added = {
        path.relative_to(root).as_posix(): _digest(path) for path in drafts(root)
    }
    return _read_all(root, {**locked, **added}), added


def drafts(root: Path) -> tuple[Path, ...]:
    """The files of version folders that the lock does not name."""
    locked = _read_lock(root)
    return tuple(
        root / name
        for folder in sorted(root.glob("*/v*"))
        for name in _files(root, folder)
        if name not in locked
    )


def seal(
    root: Path, prove: Callable[[Deployments, frozenset[tuple[str, int]]], None]
) -> tuple[str, ...]:
    """Publish every draft below ``root``: add its files to the lock. Returns the paths added.

    ``prove`` is given everything and which (process, version) are drafts; whatever it raises
    stops the sealing. Refuses, changing nothing, when a file that is already published was
    changed or when the whole would not load. ``engine.publishing`` is how to call it.
    """
    everything, added = read_with_drafts(root)
    prove(everything, frozenset(
        (process, int(version[1:])) for process, version in _folders(added)
    ))
    lines = [
        f"{digest}  {name}\n" for name, digest in sorted({**_read_lock(root), **added}.items())
    ]
    written = root / f".{LOCK}.new"
    written.write_text("".join(lines), encoding="ascii")
    written.replace(root / LOCK)
    return tuple(added)


def default_root() -> Path:
    """The ``bpmn`` folder that is shipped with this engine."""
    return Path(engine.__file__ or "").resolve().parent.parent / "bpmn"


def _read_lock(root: Path) -> dict[str, str]:
    path = root / LOCK
    locked: dict[str, str] = {}
    if not path.is_file():
        return locked
    for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), start=1):
        found = _LOCK_LINE.fullmatch(line)
        if found is None or found[2] in locked:
            raise DeploymentRefused(reason=f"{LOCK}第{number}行不能识别")
        locked[found[2]] = found[1]
    return locked


def _check_lock(root: Path, locked: Mapping[str, str]) -> None:
    for name, digest in locked.items():
        if not (root / name).is_file():
            raise DeploymentRefused(reason=f"已发布的流程文件不见了：{name}")
        if _digest(root / name) != digest:
            raise DeploymentRefused(
                reason=f"已发布的流程文件被改动：{name}。需要修改流程的，请另建新版本"
            )
    for process, version in _folders(locked):
        for name in _files(root, root / process / version):
            if name not in locked:
                raise DeploymentRefused(reason=f"已发布的版本中多出了文件：{name}")


def _folders(locked: Mapping[str, str]) -> list[tuple[str, str]]:
    """(process, version folder) of every file of the lock."""
    return sorted({(Path(name).parts[0], Path(name).parts[1]) for name in locked})


def _files(root: Path, folder: Path) -> list[str]:
    return sorted(
        path.relative_to(root).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_all(root: Path, locked: Mapping[str, str]) -> Deployments:
    read, refused = [], []
    for each in _folders(locked):
        try:
            read.append(_read_version(root, *each, locked))
        except DeploymentRefused as error:
            refused.append(str(error.facts["reason"]))
    if refused:
        raise DeploymentRefused(reason="\n".join(refused))
    return Deployments(tuple(read))


def _read_version(root: Path, process: str, version: str, locked: Mapping[str, str]) -> Deployment:
    where = f"{process}/{version}"
    number = _VERSION.fullmatch(version)
    if number is None:
        raise DeploymentRefused(reason=f"{where}不是版本文件夹（v1、v2……）")
    diagram = f"{where}/{process}.bpmn"
    files = {name: digest for name, digest in locked.items() if name.startswith(f"{where}/")}
    forms = {Path(name).stem: name for name in files if name.startswith(f"{where}/forms/")}
    if diagram not in files or len(files) != len(forms) + 1:
        raise DeploymentRefused(reason=f"{where}应当只有{process}.bpmn和forms文件夹")
    xml = (root / diagram).read_bytes()
    try:
        name, elements, called = _read_diagram(xml, process)
    except (UnreadableDiagram, ValueError) as error:
        raise DeploymentRefused(reason=f"{diagram}：{error}") from error
    read, refused = {}, []
    for task, file in sorted(forms.items()):
        try:
            read[task] = read_form(task, (root / file).read_bytes(), file)
        except FormRefused as error:
            refused.append(str(error))
    if refused:
        raise DeploymentRefused(reason="\n".join(refused))
    tasks = {each.id for each in elements.values() if each.type == "userTask"}
    if wrong := sorted(tasks ^ set(read)):
        raise DeploymentRefused(reason=f"{where}的表单与用户任务不一致：{'、'.join(wrong)}")
    listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    return Deployment(
        process=process,
        version=int(number[1]),
        name=name,
        digest=hashlib.sha256(listing.encode()).hexdigest(),
        xml=xml,
        forms=MappingProxyType(read),
        elements=MappingProxyType(elements),
        called_versions=MappingProxyType(called),
    )


def _callers(deployment: Deployment, called: str) -> str:
    """The call activities of a diagram that call this process."""
    return "、".join(
        f"“{node.get('name')}”（{node.get('id')}）"
        for node in parse_diagram(deployment.xml).iterfind(".//bpmn:callActivity", PREFIXES)
        if node.get("calledElement") == called
    )


def _read_diagram(xml: bytes, process: str) -> tuple[str, dict[str, Element], dict[str, int]]:
    """(the process's name, its flow nodes by id, version by called process id)"""
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
    called: dict[str, int] = {}
    for node in found[0]:
        kind = etree.QName(node).localname
        if kind not in FLOW_NODES:
            continue
        name, text = node.get("id", ""), node.findtext("bpmn:documentation", "", PREFIXES)
        elements[name] = Element(
            name, node.get("name", ""), kind, lanes.get(name, ""), text.strip()
        )
        if kind == "callActivity":
            target = node.get("calledElement", "")
            version = node.get(qualified("gongkai", "version"), "")
            if not version.isascii() or not version.isdigit():
                raise ValueError(f"{name}没有写明调用第几版")
            if called.setdefault(target, int(version)) != int(version):
                raise ValueError(f"同一流程图调用了“{target}”的两个版本")
    return found[0].get("name", ""), elements, called
