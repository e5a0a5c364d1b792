"""Publishing proves: nothing is sealed, and no engine starts, before what is published holds.

A draft is a version folder, or a release, that the lock does not name. Drafts are proved in the
release that will run them, and so are its letters.
"""

import re
from dataclasses import replace
from pathlib import Path

from engine.installation.known import known
from engine.processes.checks.contracts import (
    Found,
    Together,
    bundle_problems,
    diagram_problems,
    letter_problems,
    look_at,
)
from engine.processes.checks.contracts.way_there import way_within
from engine.processes.checks.problem import Problem
from engine.processes.definition import ProcessDefinition, ProcessesRefused
from engine.processes.published import (
    Drafts,
    Published,
    Release,
    default_root,
    draft_files,
    no_line,
    read_drafts,
    seal,
)
from engine.processes.releases import RELEASES

__all__ = [
    "NotProven", "draft_problems", "look_at_drafts", "look_at_release", "publish",
    "require_proven", "unreadable",
]

_SHOWN = 5      # reasons in the one line of an engine that does not start
_FILE = re.compile(r"[a-z0-9_]+/v[0-9]+/[a-z0-9_/]+\.(bpmn|yaml)")
_proven: set[str] = set()


class NotProven(ProcessesRefused):
    """What is to be published does not hold. ``problems`` lists every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        more = f"；另有{len(problems) - _SHOWN}处" if len(problems) > _SHOWN else ""
        super().__init__(reason="；".join(p.in_words for p in problems[:_SHOWN]) + more)


def publish(root: Path | None = None) -> tuple[str, ...]:
    """Prove every draft and add it to the lock. Returns what was added: paths and releases.

    Raises NotProven or ProcessesRefused; then nothing was changed.
    """
    return seal(root or default_root(), _require)


def draft_problems(root: Path | None = None) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The files that would be published, and every reason why they may not be."""
    root = root or default_root()
    try:
        drafts = read_drafts(root)
    except ProcessesRefused as refused:
        return (), unreadable(root, refused)
    return drafts.files, look_at_drafts(drafts).problems


def require_proven(published: Published) -> None:
    """Raise NotProven unless the release on which new cases begin holds together.

    What was sealed cannot have changed since: neither its drawing nor its lives are asked for
    again, which would take longer than everything else of a start.
    """
    release = published.latest
    if release.digest not in _proven:
        found = list(letter_problems(known()))
        found += look_at_release(
            release, drawn=False, played=published.sealed < release.number).problems
        if found:
            raise NotProven(tuple(found))
        _proven.add(release.digest)


def _require(drafts: Drafts) -> None:
    if found := look_at_drafts(drafts).problems:
        raise NotProven(found)


def look_at_drafts(drafts: Drafts) -> Found:
    """What would be published, held together in the release that will run it."""
    if not drafts.files and not drafts.releases:
        return Found((), 0)
    found, states = list(letter_problems(known())), 0
    for release in drafts.releases:
        held = look_at_release(release)
        found += held.problems
        states += held.states
    for definition in _alone(drafts):
        alone = Together(definition.process, {definition.process: definition}, begins=False)
        found += bundle_problems(alone, known())
    if drafts.lacking:
        found.append(Problem(
            "no_release", "", f"{no_line(drafts.lacking)}。", file=RELEASES,
        ))
    return Found(tuple(dict.fromkeys(found)), states)


def look_at_release(
    release: Release, *, drawn: bool = True, played: bool = True, thorough: bool = True
) -> Found:
    """A release held together, with what is published beside its main process. played: with
    every life of a case. thorough: as ``look_at``."""
    whole = Together(release.main, release.definitions, beside=release.beside,
                     number=release.number)
    return look_at(whole, known(), drawn=drawn, played=played, thorough=thorough)


def _alone(drafts: Drafts) -> list[ProcessDefinition]:
    """Drafts that no release has."""
    held = {(each.process, each.version) for release in drafts.releases
            for each in release.definitions.values()}
    versions = {(Path(name).parts[0], int(Path(name).parts[1][1:])) for name in drafts.files}
    return [drafts.published.at(*each) for each in sorted(versions - held)]


def unreadable(root: Path, refused: ProcessesRefused) -> tuple[Problem, ...]:
    """Why processes cannot be read: what the diagrams themselves say first, then the rest."""
    found: list[Problem] = []
    diagrams = _readable(root)
    for name, xml in diagrams.items():
        own = diagram_problems(xml, known(), {})
        found += (replace(each, file=name) for each in own)
    told = {each.file for each in found}
    place, element = str(refused.facts.get("file", "")), str(refused.facts.get("element", ""))
    for reason in str(refused.facts["reason"]).split("\n"):
        file, colon, why = reason.partition("：")
        if not colon or not _FILE.fullmatch(file):
            found.append(Problem("unreadable", "", f"{reason}。"))
        elif file not in told:
            at = element if file == place else Path(file).stem * file.endswith(".yaml")
            folder = "/".join(file.split("/")[:2])
            xml = diagrams.get(f"{folder}/{folder.partition('/')[0]}.bpmn", b"")
            ways = way_within(xml)
            path = ways(at) if ways and at else ()
            found.append(Problem("unreadable", at, f"{why}。", file=file, path=path))
    return tuple(found)


def _readable(root: Path) -> dict[str, bytes]:
    """The diagrams of drafts, by their paths."""
    try:
        paths = draft_files(root)
    except ProcessesRefused:
        return {}
    return {path.relative_to(root).as_posix(): path.read_bytes()
            for path in paths if path.suffix == ".bpmn"}
