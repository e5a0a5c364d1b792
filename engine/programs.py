"""Published processes, parsed once and shared by every case that runs on them."""

import hashlib
import threading
from collections.abc import Mapping
from functools import cached_property

from engine.deployments import Bundle, Deployments
from engine.diagram_xml import parse_diagram
from engine.errors import DiagramRefused, StateRefused
from engine.processes.checks.contracts import Together, possible_values
from engine.processes.contract import Contract
from engine.roles import Role
from engine.store import Row
from engine.task_forms import Form
from engine.verification import verify
from engine.workflow import Instance, Program, UnreadableState


class PublishedProgram:
    """One version of one process with all it calls."""

    def __init__(self, bundle: Bundle, program: Program) -> None:
        self.bundle = bundle
        self._program = program
        self.start = program.start
        self.load = program.load

    @property
    def digest(self) -> str:
        return self.bundle.digest

    def version_of(self, process: str) -> int:
        return self.bundle.deployments[process].version

    def form(self, process: str, element: str) -> Form:
        return self.bundle.deployments[process].forms[element]

    @cached_property
    def variables(self) -> frozenset[str]:
        """The process variables that forms may set."""
        return frozenset(
            form.outcome.variable
            for deployment in self.bundle.deployments.values()
            for form in deployment.forms.values()
        )


class Programs:
    """Parses what is published when it is first needed; refuses what does not verify."""

    def __init__(
        self, deployments: Deployments, operations: Mapping[str, Contract],
        timers: frozenset[str],
    ) -> None:
        self._deployments = deployments
        self._operations = operations
        self._timers = timers
        self._parsed: dict[tuple[str, int], PublishedProgram] = {}
        self._guard = threading.Lock()

    def latest(self, process: str) -> PublishedProgram:
        """The version that new cases begin on. Raises DiagramRefused."""
        return self.at(process, self._deployments.latest(process).version)

    def at(self, process: str, version: int) -> PublishedProgram:
        """The version that a running case began on. Raises DiagramRefused."""
        with self._guard:
            if (process, version) not in self._parsed:
                self._parsed[process, version] = self._parse(process, version)
            return self._parsed[process, version]

    def restore(self, stored: Row) -> tuple[PublishedProgram, Instance]:
        """A stored process with the program it began on. ``stored``: a row of ``instances``.

        Raises StateRefused for anything but what the engine itself wrote.
        """
        state = bytes(stored["state"])
        program = self.at(stored["process"], stored["version"])
        if (
            hashlib.sha256(state).hexdigest() != stored["state_digest"]
            or program.digest != stored["bundle_digest"]
        ):
            raise StateRefused(case=stored["case_id"])
        try:
            return program, program.load(state)
        except UnreadableState as error:
            raise StateRefused(case=stored["case_id"]) from error

    def _parse(self, process: str, version: int) -> PublishedProgram:
        bundle = self._deployments.bundle(process, version)
        lanes = frozenset(role.title for role in Role)
        choices = possible_values(
            Together(process, bundle.deployments), self._operations
        )
        for deployment in bundle.deployments.values():
            problems = verify(
                deployment.xml, operations=self._operations, timers=self._timers, lanes=lanes,
                choices=choices,
            )
            if problems:
                raise DiagramRefused(
                    process=deployment.name,
                    summary="；".join(problem.message_zh for problem in problems[:5]),
                )
        program = Program(process, {
            name: parse_diagram(deployment.xml)
            for name, deployment in bundle.deployments.items()
        })
        return PublishedProgram(bundle, program)
