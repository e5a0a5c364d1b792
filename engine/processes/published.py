"""Which processes are published: checks the lock over versions and releases, reads them all.

``bpmn/deployed.lock`` holds the sha256 of every published file (as ``sha256sum`` writes it)
and the digest of every published release. Neither ever changes: running cases rest on them. A
version folder or release that the lock does not name is a draft, loaded only for trying it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import engine
from engine.processes.definition import (
    Element,
    ProcessDefinition,
    ProcessesRefused,
    read_definition,
)
from engine.processes.releases import (
    RELEASES,
    Release,
    ReleaseFile,
    ReleaseLine,
    assemble,
    read_releases,
)

__all__ = [
    "Drafts", "Element", "ProcessDefinition", "ProcessesRefused", "Published", "Release",
    "default_root", "digests_below", "draft_files", "load", "no_line", "read_drafts", "seal",
]

LOCK: Final = "deployed.lock"
_LOCK_LINE = re.compile(
    r"([0-9a-f]{64})  ([a-z0-9_]+/v[0-9]+/(?:[a-z0-9_]+/)*[a-z0-9_]+\.[a-z]+|release/[1-9][0-9]*)"
)
_RELEASE: Final = "release/"


class Published:
    """Every version of every process, and the releases that put them together."""

    def __init__(
        self, definitions: tuple[ProcessDefinition, ...], releases: tuple[Release, ...],
        sealed: int = 0,
    ) -> None:
        """``releases``: from the first to the latest, at least one. sealed: how many of them are,
        and were therefore proven."""
        self.sealed = sealed
        self._definitions = {(each.process, each.version): each for each in definitions}
        self.releases = releases

    def __iter__(self) -> Iterator[ProcessDefinition]:
        return iter(self._definitions.values())

    @property
    def processes(self) -> tuple[str, ...]:
        """The process ids, sorted."""
        return tuple(sorted({process for process, _ in self._definitions}))

    @property
    def latest(self) -> Release:
        """The release on which new cases begin."""
        return self.releases[-1]

    def release(self, number: int) -> Release:
        """One release. Raises ProcessesRefused when it was never published."""
        if not 1 <= number <= len(self.releases):
            raise ProcessesRefused(reason=f"没有已发布的第{number}次发布")
        return self.releases[number - 1]

    def at(self, process: str, version: int) -> ProcessDefinition:
        """One version. Raises ProcessesRefused when it was never published."""
        if (process, version) not in self._definitions:
            raise ProcessesRefused(reason=f"流程“{process}”没有已发布的第{version}版")
        return self._definitions[process, version]

    def as_of(self, number: int) -> "Published":
        """The same as it was while that release was the latest. Raises as ``release``."""
        self.release(number)
        return Published(tuple(self), self.releases[:number], min(self.sealed, number))


def load(root: Path | None = None, *, drafts: bool = False) -> Published:
    """All published processes below ``root`` (the ``bpmn`` folder beside the package ``engine``).

    ``drafts``: versions and releases too that are not sealed yet; the latest release then has
    the newest version of every process, whether the file of releases names it already or not.
    Raises ProcessesRefused, a line for each reason with its file, when what is published was
    changed, removed or added to, when a form is not complete, or when a release does not hold
    together.
    """
    root = root or default_root()
    lock = _read_lock(root)
    if not lock.files:
        raise ProcessesRefused(reason=f"没有已发布的流程：缺少{root / LOCK}")
    if drafts:
        return _read_all(root, lock, _drafts(root, lock))[0]
    return _read_all(root, lock)[0]


@dataclass(frozen=True, slots=True)
class Drafts:
    """What is not published yet. ``files``: their paths below the root.

    published: everything, these files too, as ``load(drafts=True)`` gives it. releases: those
    of it that are not sealed. lacking: the line that the file of releases lacks, "" for none.
    """

    files: tuple[str, ...]
    published: Published
    releases: tuple[Release, ...]
    lacking: str


def read_drafts(root: Path) -> Drafts:
    """Everything below ``root`` with what is not sealed. Raises ProcessesRefused."""
    lock = _read_lock(root)
    added = _drafts(root, lock)
    published, unnamed = _read_all(root, lock, added)
    lacking = ""
    if unnamed is not None:
        versions = ", ".join(f"{name}: {version}" for name, version in unnamed.versions.items())
        lacking = f"{unnamed.number}: {{{versions}}}"
    return Drafts(tuple(added), published, published.releases[len(lock.releases):], lacking)


def no_line(lacking: str) -> str:
    """What to do when the file of releases lacks a line."""
    return f"没有写到新的版本，请在文件末尾加上一行“{lacking}”"


def draft_files(root: Path) -> tuple[Path, ...]:
    """The files of version folders that the lock does not name, readable or not."""
    return tuple(root / name for name in _drafts(root, _read_lock(root)))


def seal(root: Path, prove: Callable[[Drafts], None]) -> tuple[str, ...]:
    """Publish every draft below ``root``: add its files and releases to the lock.

    ``prove`` is given the drafts; whatever it raises stops the sealing. Returns what was added:
    paths, and ``release/<n>``. Refuses, changing nothing, when what is already published was
    changed or when the whole would not load. ``engine.installation.publishing`` calls it.
    """
    drafts = read_drafts(root)
    prove(drafts)
    if drafts.lacking:
        raise ProcessesRefused(reason=f"{RELEASES}{no_line(drafts.lacking)}")
    lock = _read_lock(root)
    files = {**lock.files, **{name: _digest(root / name) for name in drafts.files}}
    releases = {
        f"{_RELEASE}{each.number}": each.digest for each in drafts.published.releases
    }
    everything = {**dict(sorted(files.items())), **releases}
    written = root / f".{LOCK}.new"
    written.write_text(
        "".join(f"{digest}  {name}\n" for name, digest in everything.items()), encoding="ascii"
    )
    written.replace(root / LOCK)
    return (*drafts.files, *(f"{_RELEASE}{each.number}" for each in drafts.releases))


def digests_below(root: Path, folder: Path) -> dict[str, str]:
    """sha256 of every file of a version folder, by its path below the root."""
    return {name: _digest(root / name) for name in _files(root, folder)}


def default_root() -> Path:
    """The ``bpmn`` folder that is shipped with this engine."""
    return Path(engine.__file__ or "").resolve().parent.parent / "bpmn"


@dataclass(frozen=True, slots=True)
class _Lock:
    """``files``: sha256 by path. ``releases``: the digests of the releases, the first first."""

    files: Mapping[str, str]
    releases: tuple[str, ...]


def _read_lock(root: Path) -> _Lock:
    """What is published, checked against the files."""
    path = root / LOCK
    files: dict[str, str] = {}
    releases: list[str] = []
    if not path.is_file():
        return _Lock(files, ())
    for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), start=1):
        found = _LOCK_LINE.fullmatch(line)
        if found is not None and found[2] == f"{_RELEASE}{len(releases) + 1}":
            releases.append(found[1])
        elif found is None or found[2] in files or found[2].startswith(_RELEASE):
            raise ProcessesRefused(reason=f"{LOCK}第{number}行不能识别")
        else:
            files[found[2]] = found[1]
    _check_files(root, files)
    return _Lock(files, tuple(releases))


def _check_files(root: Path, locked: Mapping[str, str]) -> None:
    for name, digest in locked.items():
        if not (root / name).is_file():
            raise ProcessesRefused(reason=f"已发布的流程文件不见了：{name}")
        if _digest(root / name) != digest:
            raise ProcessesRefused(
                reason=f"已发布的流程文件被改动：{name}。需要修改流程的，请另建新版本"
            )
    for process, version in _folders(locked):
        for name in _files(root, root / process / version):
            if name not in locked:
                raise ProcessesRefused(reason=f"已发布的版本中多出了文件：{name}")


def _as_locked(releases: Iterable[Release], locked: tuple[str, ...]) -> Iterator[Release]:
    """The same releases, as long as those that are published are what was published."""
    for each in releases:
        if each.number <= len(locked) and each.digest != locked[each.number - 1]:
            raise ProcessesRefused(
                reason=f"{RELEASES}中已发布的第{each.number}次发布被改动，请还原；"
                "需要改用别的版本的，请在文件末尾另加一次发布"
            )
        yield each


def _drafts(root: Path, lock: _Lock) -> dict[str, str]:
    """sha256 of every file in a version folder that the lock does not name."""
    return {
        name: digest
        for folder in sorted(root.glob("*/v*"))
        for name, digest in digests_below(root, folder).items()
        if name not in lock.files
    }


def _folders(files: Mapping[str, str]) -> list[tuple[str, str]]:
    """(process, version folder) of every file, by process and from the first version on."""
    folders = {(Path(name).parts[0], Path(name).parts[1]) for name in files}
    return sorted(folders, key=lambda each: (each[0], len(each[1]), each[1]))


def _files(root: Path, folder: Path) -> list[str]:
    return sorted(
        path.relative_to(root).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_all(
    root: Path, lock: _Lock, drafts: Mapping[str, str] | None = None
) -> tuple[Published, ReleaseLine | None]:
    """What is published, with ``drafts`` (which may be empty) also what is not yet.

    Beside it the release that the file lacks for a draft that none names; it is the latest then.
    """
    files = {**lock.files, **(drafts or {})}
    definitions = _definitions(root, files)
    file = read_releases(root / RELEASES)
    sealed = len(lock.releases)
    if len(file.lines) < sealed or (drafts is None and not sealed):
        raise ProcessesRefused(
            reason=f"{RELEASES}中已发布的第{len(file.lines) + 1}次发布不见了，请还原" if sealed
            else f"{LOCK}中没有任何已发布的发布，请先发布"
        )
    lines, unnamed = file.lines[:sealed], None
    if drafts is not None:
        unnamed = _unnamed(file, definitions)
        lines = file.lines if unnamed is None else (*file.lines, unnamed)
    known = {(each.process, each.version): each for each in definitions}
    releases = _as_locked(assemble(file.main, lines, known), lock.releases)
    return Published(definitions, tuple(releases), sealed), unnamed


def _definitions(root: Path, files: Mapping[str, str]) -> tuple[ProcessDefinition, ...]:
    read, refused = [], []
    for each in _folders(files):
        try:
            read.append(read_definition(root, *each, files))
        except ProcessesRefused as error:
            refused.append(str(error.facts["reason"]))
    if refused:
        raise ProcessesRefused(reason="\n".join(refused))
    return tuple(read)


def _unnamed(
    file: ReleaseFile, definitions: tuple[ProcessDefinition, ...]
) -> ReleaseLine | None:
    """The release that would name the newest versions that none names; None when all are named."""
    named = {version for line in file.lines for version in line.versions.items()}
    newest = {each.process: each.version for each in definitions}     # the last one is the newest
    versions = {process: version for process, version in newest.items()
                if (process, version) not in named}
    last = file.lines[-1]
    if not versions:
        return None
    return ReleaseLine(last.number + 1, MappingProxyType(versions), last.line + 1, written=False)
