"""Checking processes without publishing them: a folder of them, or one diagram."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from declared.yaml_file import FileRefused
from engine.installation.known import known
from engine.installation.publishing import look_at_drafts, look_at_release, unreadable
from engine.processes.checks.contracts import (
    Lives,
    Together,
    Ways,
    diagram_problems,
    letter_problems,
)
from engine.processes.checks.problem import Problem
from engine.processes.definition import ProcessDefinition, ProcessesRefused, read_definition
from engine.processes.forms.files import read_form
from engine.processes.published import Release, default_root, digests_below, read_drafts
from engine.processes.releases import RELEASES

__all__ = ["Checked", "Shelf", "check_file", "check_folder", "shelf"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. processes: versions that were looked at. states: of how many states of
    a case it can speak. published, drafts: the files that were looked at."""

    problems: tuple[Problem, ...]
    processes: int
    states: int
    published: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()


def check_folder(root: Path | None = None) -> Checked:
    """Every release of a folder of processes, published or draft, with the drafts of none.

    root: laid out as ``bpmn/``, which is the default.
    """
    root = root or default_root()
    try:
        drafts = read_drafts(root)
    except ProcessesRefused as refused:
        return Checked(unreadable(root, refused), len(_diagrams(root)), 0)
    sealed = drafts.published.releases[:len(drafts.published.releases) - len(drafts.releases)]
    problems, states = dict.fromkeys(letter_problems(known())), 0
    for release in sealed:
        held = look_at_release(release, drawn=False)
        problems |= dict.fromkeys(held.problems)
        states += held.states
    held = look_at_drafts(drafts)
    problems |= dict.fromkeys(held.problems)
    files = {each.file for release in sealed for each in release.definitions.values()}
    return Checked(
        tuple(problems), len([*drafts.published]), states + held.states,
        published=tuple(sorted(files)), drafts=drafts.files,
    )


def check_file(path: Path, content: bytes) -> Checked:
    """One diagram: in the newest release of its folder that has it, else by itself.

    The forms beside it say which values its variables may have.
    """
    found = _in_its_release(path)
    if found is not None:
        return found
    problems = _alone(path, content)
    states = 0
    if not problems and (lone := _definition(path)) is not None:
        lives = Lives(
            Ways(Together(lone.process, {lone.process: lone}, begins=False), known().operations),
            replace(known(), goals=(), watches=(), messages=None),
        )
        lives.play()
        problems, states = tuple(lives.problems), lives.states
    return Checked(tuple(replace(each, file="") for each in problems), 1, states)


def _in_its_release(path: Path) -> Checked | None:
    """The faults of a diagram and its forms in the newest release that has this version."""
    root = path.absolute().parent.parent.parent
    if not (root / RELEASES).is_file():
        return None
    try:
        releases = read_drafts(root).published.releases
    except ProcessesRefused:
        return None
    place = path.absolute().relative_to(root).as_posix()
    for release in reversed(releases):
        if any(each.file == place for each in release.definitions.values()):
            held = look_at_release(release)
            folder = place.rpartition("/")[0]
            own = dict.fromkeys(
                replace(each, file=each.file.removeprefix(f"{folder}/").removeprefix(path.name))
                for each in held.problems if each.file.startswith(f"{folder}/")
            )
            return Checked(tuple(own), 1, held.states)
    return None


def _alone(path: Path, content: bytes) -> tuple[Problem, ...]:
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


def _definition(path: Path) -> ProcessDefinition | None:
    """A diagram with its forms, where they are all there."""
    folder = path.absolute().parent
    try:
        return read_definition(
            folder.parent.parent, folder.parent.name, folder.name,
            digests_below(folder.parent.parent, folder),
        )
    except ProcessesRefused:
        return None


def _diagrams(root: Path) -> list[Path]:
    return sorted(root.glob("*/v*/*.bpmn"))


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a folder of processes holds. published: the numbers of the sealed releases."""

    definitions: tuple[ProcessDefinition, ...]
    releases: tuple[Release, ...]
    published: int
    drafts: tuple[str, ...]

    def releases_of(self, definition: ProcessDefinition) -> Iterable[int]:
        """The numbers of the releases that have a version."""
        return (each.number for each in self.releases
                if each.definitions.get(definition.process) is definition)

    def is_draft(self, definition: ProcessDefinition) -> bool:
        """Whether a version may still be changed."""
        return definition.file in self.drafts


def shelf(root: Path | None = None) -> Shelf:
    """Every version and release, drafts too. Raises ProcessesRefused."""
    drafts = read_drafts(root or default_root())
    releases = drafts.published.releases
    return Shelf(
        tuple(drafts.published), releases, len(releases) - len(drafts.releases), drafts.files
    )
