"""Who acts."""

from dataclasses import dataclass, field

from engine.actors.roles import Role


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts. ``person_id`` None is the clock, which is nobody's account."""

    person_id: int | None
    name: str
    agency_id: int | None
    agency_name: str = ""
    roles: frozenset[Role] = frozenset()
    sign_in_name: str = ""
    session: str = field(default="", repr=False)   # digest of the token he acts by

    @property
    def sees_all_agencies(self) -> bool:
        """The supervising department watches every agency (art. 47)."""
        return Role.SUPERVISOR in self.roles


CLOCK = Actor(person_id=None, name="系统时钟", agency_id=None)
