"""Who acts."""

from dataclasses import dataclass, field

from engine.actors.roles import Role


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts or asks. ``person_id`` None: nobody's account (the clock, the keyboard, a visitor).

    clock: it is the passing of time that acts. password_given: he signed in with a password that
    somebody else chose, and may do nothing until he has one of his own.
    """

    person_id: int | None
    name: str
    agency_id: int | None
    agency_name: str = ""
    predecessors: frozenset[int] = frozenset()     # agencies that were merged into his
    roles: frozenset[Role] = frozenset()
    sign_in_name: str = ""
    session: str = field(default="", repr=False)   # digest of the token he acts by
    clock: bool = False
    password_given: bool = False

    @property
    def sees_all_agencies(self) -> bool:
        """The supervising department watches every agency (art. 47)."""
        return Role.SUPERVISOR in self.roles


CLOCK = Actor(person_id=None, name="系统时钟", agency_id=None, clock=True)
VISITOR = Actor(person_id=None, name="", agency_id=None)
AT_THE_KEYBOARD = Actor(
    person_id=None, name="命令行", agency_id=None, roles=frozenset({Role.ADMINISTRATOR})
)
