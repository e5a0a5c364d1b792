"""Publishing proves: nothing is sealed, and no engine starts, before what is published holds.

A draft is a version folder, or a release, that the lock does not name. Drafts are proved in the
release that will run them, and so are its letters.
"""

from dataclasses import replace
from pathlib import Path

from declared.yaml_file import FileRefused
from engine.installation.known import known
from engine.processes.checks.contracts import (
    Together,
    bundle_problems,
    diagram_problems,
    letter_problems,
)
from engine.processes.checks.problem import Problem
from engine.processes.definition import ProcessDefinition, ProcessesRefused
from engine.processes.forms.files import read_form
from engine.processes.published import (
    LOCK,
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

__all__ = ["NotProven", "draft_problems", "file_problems", "publish", "require_proven"]

_SHOWN = 5      # reasons in the one line of an engine that does not start
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
        return (), _unreadable(root, str(refused.facts["reason"]))
    return drafts.files, _problems(drafts)


def file_problems(path: Path, content: bytes) -> tuple[Problem, ...]:
    """What is wrong with one diagram; the forms beside it say which values variables may have."""
    choices: dict[str, set[str]] = {}
    found: list[Problem] = []
    for form in sorted((path.parent / "forms").glob("*.yaml")):
        try:
            outcome = read_form(form.stem, form.read_bytes(), f"forms/{form.name}").outcome
        except FileRefused as refused:
            found.append(Problem("bad_form", "", f"{refused}。"))
        else:
            choices.setdefault(outcome.variable, set()).update(outcome.values)
    return (*diagram_problems(content, known(), choices), *found)


def require_proven(published: Published) -> None:
    """Raise NotProven unless the release on which new cases begin holds together.

    Its drawing cannot have changed since it was sealed and is not asked for again.
    """
    release = published.latest
    if release.digest not in _proven:
        found = list(letter_problems(known()))
        for each in _wholes(release):
            found += bundle_problems(each, known(), drawn=False)
        if found:
            raise NotProven(tuple(found))
        _proven.add(release.digest)


def _require(drafts: Drafts) -> None:
    if found := _problems(drafts):
        raise NotProven(found)


def _problems(drafts: Drafts) -> tuple[Problem, ...]:
    if not drafts.files and not drafts.releases:
        return ()
    found = list(letter_problems(known()))
    for release in drafts.releases:
        for each in _wholes(release):
            found += bundle_problems(each, known())
    for definition in _alone(drafts):
        alone = Together(definition.process, {definition.process: definition}, begins=False)
        found += bundle_problems(alone, known())
    if drafts.lacking:
        found.append(Problem(
            "no_release", "", f"{no_line(drafts.lacking)}。", file=RELEASES,
        ))
    return tuple(dict.fromkeys(found))


def _alone(drafts: Drafts) -> list[ProcessDefinition]:
    """Drafts that no release has."""
    held = {(each.process, each.version) for release in drafts.releases
            for each in release.definitions.values()}
    versions = {(Path(name).parts[0], int(Path(name).parts[1][1:])) for name in drafts.files}
    return [drafts.published.at(*each) for each in sorted(versions - held)]


def _wholes(release: Release) -> list[Together]:
    """The main process and those beside it, each with all it calls."""
    return [
        Together(each, release.with_called(each), begins=each == release.main)
        for each in (release.main, *release.beside.values())
    ]


def _unreadable(root: Path, reasons: str) -> tuple[Problem, ...]:
    """Why drafts cannot be read: what the diagrams themselves say first, then the rest."""
    found: list[Problem] = []
    if (root / LOCK).is_file():
        for path in draft_files(root):
            if path.suffix == ".bpmn":
                name = path.relative_to(root).as_posix()
                own = diagram_problems(path.read_bytes(), known(), {})
                found += (replace(each, file=name) for each in own)
    told = {each.file for each in found}
    found += (
        Problem("unreadable", "", f"{reason}。") for reason in reasons.split("\n")
        if reason.partition("：")[0] not in told
    )
    return tuple(found)
