"""Which duties nobody holds: a case that comes to such a step waits there for ever."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from engine.actors.permissions import ADMINISTRATORS
from engine.actors.roles import Role
from engine.people import rows as people_rows
from engine.people.agencies import AgencyRef, agencies_offered
from engine.processes.published import Published
from engine.rules.in_effect import in_effect
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class UnheldDuties:
    """What an agency lacks. duties: that nobody holds. alone: pairs that one person holds alone.

    Nobody checks his own work, so a pair of duties of which one checks the other takes two people.
    """

    agency: AgencyRef
    duties: tuple[Role, ...]
    alone: tuple[tuple[Role, Role], ...] = ()

    @property
    def in_words(self) -> str:
        """One sentence for who looks after the agencies, in Chinese."""
        lacking = []
        if self.duties:
            lacking.append(f"没有人担任{'、'.join(role.title for role in self.duties)}")
        lacking += [
            f"{done.title}和{checked.title}只有同一个人，不能互相审核"
            for done, checked in self.alone
        ]
        return f"{self.agency.short_name}：{'；'.join(lacking)}"


@dataclass(frozen=True, kw_only=True)
class DutiesUnheld(Question[tuple[UnheldDuties, ...]], permission=ADMINISTRATORS):
    """The agencies in which a step of a case would find nobody to do it."""


def duties_unheld(question: DutiesUnheld, at: Snapshot) -> tuple[UnheldDuties, ...]:
    holders = _holders(at)
    published = at.around[Published]
    needed, levels, apart = *_needed(published), tuple(_apart(published))
    found = []
    for agency in agencies_offered(at):
        held = holders.get(agency.id, {})
        signing = in_effect(at).arrangements.needed(agency.id, at.today) & levels
        wanted = needed | signing
        pairs = (*(pair for pair in apart if set(pair) <= wanted), *combinations(
            (role for role in Role if role in signing), 2))
        duties = tuple(role for role in Role if role in wanted and not held.get(role))
        alone = tuple(
            pair for pair in pairs
            if all(held.get(role) for role in pair) and len(held[pair[0]] | held[pair[1]]) == 1
        )
        if duties or alone:
            found.append(UnheldDuties(agency=agency, duties=duties, alone=alone))
    return tuple(found)


def _holders(at: Snapshot) -> Mapping[int, Mapping[Role, frozenset[int]]]:
    """Who may sign in and holds a duty, by agency and duty."""
    roles = people_rows.all_roles(at.connection)
    found: dict[int, dict[Role, frozenset[int]]] = {}
    for person in people_rows.of_agencies(at.connection, None):
        if person["active"]:
            here = found.setdefault(person["agency_id"], {})
            for role in roles.get(person["id"], ()):
                here[Role(role)] = here.get(Role(role), frozenset()) | {person["id"]}
    return found


def _needed(published: Published) -> tuple[frozenset[Role], frozenset[Role]]:
    """The duties that have a task in the processes on which new cases begin: those that every
    agency needs, and the levels of sign-off, of which it needs what it arranged."""
    every, levels = set[Role](), set[Role]()
    for definition in published.latest.definitions.values():
        for task, form in definition.forms.items():
            found = levels if form.signs else every
            found.add(Role.from_title(definition.elements[task].lane))
    return frozenset(every), frozenset(levels)


def _apart(published: Published) -> Iterator[tuple[Role, Role]]:
    """Which duty does what which other duty checks, each pair once."""
    role_of, seen = _role_of_task(published), set()
    for definition in published.latest.definitions.values():
        for task, form in definition.forms.items():
            for earlier in form.separate_from:
                pair = (role_of[earlier], role_of[task])
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _role_of_task(published: Published) -> Mapping[str, Role]:
    return {
        task: Role.from_title(definition.elements[task].lane)
        for definition in published.latest.definitions.values() for task in definition.forms
    }
