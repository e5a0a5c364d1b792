"""Releases made ready to run: each parsed once and shared by every case that runs on it."""

import hashlib
import threading
from collections.abc import Callable, Collection, Hashable, Mapping

from engine.actors.roles import Role
from engine.errors import DiagramRefused, StateRefused
from engine.processes.checks.contracts import Together, possible_values
from engine.processes.checks.events import uncaught
from engine.processes.checks.verification import verify
from engine.processes.contract import Contract
from engine.processes.diagram import parse_diagram
from engine.processes.published import ProcessesRefused, Published, Release
from engine.processes.runtime import ExecutableBundle, Instance, Perform, UnreadableState
from engine.processes.usual_way import UsualStep, usual_way
from engine.store.shapes import InstanceRow


class ExecutableProcess:
    """A process of one release with all it calls: the main one, or one that stands beside it."""

    def __init__(
        self, release: Release, process: str, bundle: ExecutableBundle,
        operations: Mapping[str, Contract],
    ) -> None:
        self.release = release
        self.name = process
        self._bundle = bundle
        self.start = bundle.start
        self.load = bundle.load
        self._operations = operations
        self._usual_ways: dict[Hashable, tuple[UsualStep, ...]] = {}

    def usual_way(
        self, kind: Hashable, perform: Callable[[], Perform]
    ) -> tuple[UsualStep, ...]:
        """The steps of a case that nothing goes amiss with, none of what stands beside the main
        process. kind: what cases have the same; perform: makes what their operations set."""
        if self.name != self.release.main:
            return ()
        if kind not in self._usual_ways:
            self._usual_ways[kind] = usual_way(
                self.release, self._bundle, perform(), self._operations)
        return self._usual_ways[kind]

    def version_of(self, process: str) -> int:
        """Which version of a process belongs to the release."""
        return self.release.definitions[process].version


class ExecutableProcesses:
    """Parses a release when it is first needed; refuses what does not verify."""

    def __init__(
        self, published: Published, operations: Mapping[str, Contract], timers: Collection[str]
    ) -> None:
        self._published = published
        self._operations = operations
        self._timers = timers
        self._parsed: dict[tuple[int, str], ExecutableProcess] = {}
        self._guard = threading.Lock()

    def latest(self) -> ExecutableProcess:
        """The release that new cases begin on. Raises DiagramRefused."""
        return self.at(self._published.latest.number)

    def at(self, number: int) -> ExecutableProcess:
        """The release that a running case began on. Raises DiagramRefused, ProcessesRefused."""
        return self._of(self._published.release(number))

    def begun_by(self, message: str, number: int) -> ExecutableProcess | None:
        """The process that a message begins in this release; None when it begins none."""
        release = self._published.release(number)
        process = release.beside.get(message)
        return None if process is None else self._of(release, process)

    def _of(self, release: Release, process: str = "") -> ExecutableProcess:
        key = (release.number, process or release.main)
        with self._guard:
            if key not in self._parsed:
                self._parsed[key] = self._parse(release, key[1])
            return self._parsed[key]

    def restore(self, stored: InstanceRow) -> tuple[ExecutableProcess, Instance]:
        """A stored process with the release it began on. ``stored``: a row of ``instances``.

        Raises StateRefused for anything but what the engine itself wrote.
        """
        state = bytes(stored["state"])
        try:
            process = self._of(self._published.release(stored["release"]), stored["process"])
        except ProcessesRefused as error:
            raise StateRefused(case=stored["case_id"]) from error
        if (
            hashlib.sha256(state).hexdigest() != stored["state_digest"]
            or process.release.digest != stored["bundle_digest"]
        ):
            raise StateRefused(case=stored["case_id"])
        try:
            return process, process.load(state)
        except UnreadableState as error:
            raise StateRefused(case=stored["case_id"]) from error

    def _parse(self, release: Release, process: str) -> ExecutableProcess:
        lanes = frozenset(role.title for role in Role)
        definitions = release.with_called(process)
        together = Together(process, definitions)
        choices = possible_values(together, self._operations)
        for definition in definitions.values():
            problems = verify(
                definition.xml, operations=self._operations, timers=self._timers, lanes=lanes,
                choices=choices,
            )
            if problems:
                raise DiagramRefused(
                    process=definition.name,
                    summary="；".join(problem.message_zh for problem in problems[:5]),
                )
        diagrams = {
            name: parse_diagram(definition.xml)
            for name, definition in definitions.items()
        }
        if found := uncaught(process, diagrams):
            raise DiagramRefused(
                process=definitions[found[0][0]].name,
                summary="；".join(problem.message_zh for _, problem in found[:5]),
            )
        bundle = ExecutableBundle(process, diagrams)
        return ExecutableProcess(release, process, bundle, self._operations)
