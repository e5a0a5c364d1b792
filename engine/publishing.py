"""Publishing proves: nothing is sealed, and no engine starts, before what is published holds.

A draft is a version folder that the lock does not name. It is proved together with the processes
that it will run with, and so are their letters.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from engine import deployments
from engine.deployments import Bundle, Deployment, DeploymentRefused, Deployments
from engine.diagram_problem import Problem
from engine.form_files import FormRefused, read_form
from engine.known import known
from engine.processes.checks.contracts import (
    Together,
    bundle_problems,
    diagram_problems,
    letter_problems,
)

__all__ = ["NotProven", "draft_problems", "file_problems", "publish", "require_proven"]

_SHOWN = 5      # reasons in the one line of an engine that does not start
_proven: set[str] = set()


class NotProven(DeploymentRefused):
    """What is to be published does not hold. ``problems`` lists every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        more = f"；另有{len(problems) - _SHOWN}处" if len(problems) > _SHOWN else ""
        super().__init__(reason="；".join(p.in_words for p in problems[:_SHOWN]) + more)


def publish(root: Path | None = None) -> tuple[str, ...]:
    """Prove every draft and add it to the lock. Returns the paths of the files added.

    Raises NotProven or DeploymentRefused; then nothing was changed.
    """
    return deployments.seal(root or deployments.default_root(), _require)


def draft_problems(root: Path | None = None) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The files that would be published, and every reason why they may not be."""
    root = root or deployments.default_root()
    try:
        everything, added = deployments.read_with_drafts(root)
    except DeploymentRefused as refused:
        return (), _unreadable(root, str(refused.facts["reason"]))
    if not added:
        return (), ()
    return tuple(added), _problems(everything, _versions(added))


def file_problems(path: Path, content: bytes) -> tuple[Problem, ...]:
    """What is wrong with one diagram; the forms beside it say which values variables may have."""
    choices: dict[str, set[str]] = {}
    found: list[Problem] = []
    for form in sorted((path.parent / "forms").glob("*.yaml")):
        try:
            outcome = read_form(form.stem, form.read_bytes(), f"forms/{form.name}").outcome
        except FormRefused as refused:
            found.append(Problem("bad_form", "", f"{refused}。"))
        else:
            choices.setdefault(outcome.variable, set()).update(outcome.values)
    return (*diagram_problems(content, known(), choices), *found)


def require_proven(published: Deployments) -> None:
    """Raise NotProven unless the processes by which new cases begin hold together.

    Their drawing cannot have changed since they were sealed and is not asked for again.
    """
    main = known().main
    bundle = published.bundle(main, published.latest(main).version)
    if bundle.digest not in _proven:
        found = bundle_problems(_whole(bundle), known(), drawn=False)
        if found := (*letter_problems(known()), *found):
            raise NotProven(found)
        _proven.add(bundle.digest)


def _require(everything: Deployments, drafts: frozenset[tuple[str, int]]) -> None:
    if drafts and (found := _problems(everything, drafts)):
        raise NotProven(found)


def _problems(
    everything: Deployments, drafts: frozenset[tuple[str, int]]
) -> tuple[Problem, ...]:
    found = list(letter_problems(known()))
    for bundle in _with_callers(everything, drafts):
        found += bundle_problems(_whole(bundle), known())
    return tuple(dict.fromkeys(found))


def _with_callers(everything: Deployments, drafts: frozenset[tuple[str, int]]) -> Iterator[Bundle]:
    """Each draft with what it will run with: the main process as it calls it; else the newest
    versions of all, as they will be called; else, of a process nobody calls, by itself."""
    main, left = known().main, set(drafts)
    if main in everything.processes:
        latest = everything.bundle(main, everything.latest(main).version)
        newest = _newest(everything, latest)
        for bundle in (latest, newest):
            members = {(each.process, each.version) for each in bundle.deployments.values()}
            if members & left:
                yield bundle
                left -= members
    for process, version in sorted(left):
        yield everything.bundle(process, version)


def _whole(bundle: Bundle) -> Together:
    return Together(bundle.process, bundle.deployments)


def _newest(everything: Deployments, bundle: Bundle) -> Bundle:
    """A bundle in which every process stands in its newest version, whatever its callers say."""
    found: dict[str, Deployment] = {}
    waiting = [bundle.process]
    while waiting:
        process = waiting.pop()
        if process not in found:
            found[process] = everything.latest(process)
            waiting += found[process].called_versions
    return replace(bundle, deployments=MappingProxyType(found))


def _unreadable(root: Path, reasons: str) -> tuple[Problem, ...]:
    """Why drafts cannot be read: what the diagrams themselves say first, then the rest."""
    found: list[Problem] = []
    for path in deployments.drafts(root):
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


def _versions(added: tuple[str, ...] | dict[str, str]) -> frozenset[tuple[str, int]]:
    return frozenset((Path(name).parts[0], int(Path(name).parts[1][1:])) for name in added)
