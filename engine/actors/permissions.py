"""Who may ask for what, and whose cases each sees. Both are decided here and nowhere else.

A permission (may this person) stands on every command, question and page. Whether something may
happen now is a rule of the room that it belongs to.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from engine.actors.actor import Actor
from engine.actors.roles import Role
from engine.errors import NotPermitted, OwnPasswordFirst


@dataclass(frozen=True)
class Permission:
    """For whom something is open: one rule that is asked (``allows``) or enforced (``check``).

    words: whom it is for, in Chinese, where no role says it. first: also for whoever has no
    password of his own yet; nothing else is.
    """

    rule: Callable[[Actor], bool] = field(repr=False)
    words: str
    roles: frozenset[Role] = frozenset()
    first: bool = False

    def allows(self, actor: Actor) -> bool:
        """Whether this person may."""
        return self.rule(actor) and (self.first or not actor.password_given)

    def check(self, actor: Actor) -> None:
        """Raises NotPermitted, naming the duties of which one is needed; OwnPasswordFirst."""
        if actor.password_given and not self.first:
            raise OwnPasswordFirst()
        if not self.rule(actor):
            raise NotPermitted(roles=self.words)


def _has_account(actor: Actor) -> bool:
    """Somebody who signed in, or who runs the command line on the server."""
    return actor.person_id is not None or bool(actor.roles)


ANYBODY = Permission(lambda actor: True, "任何人", first=True)
SIGNED_IN = Permission(_has_account, "已登录的人员")
ONESELF = Permission(lambda actor: actor.person_id is not None, "本人", first=True)
THE_CLOCK = Permission(lambda actor: actor.clock, "系统时钟")


def holders(*roles: Role) -> Permission:
    """For those who hold one of the roles."""
    wanted = frozenset(roles)
    words = "、".join(role.title for role in Role if role in wanted)
    return Permission(lambda actor: bool(actor.roles & wanted), words, wanted)


# The calendar and the choices are everybody's: who looks after the whole installation.
LOOKING_AFTER_ALL = holders(Role.ADMINISTRATOR, Role.SUPERVISOR)
# The record tells what everybody did, whose cases they ever were (art. 47: 监督检查).
READING_THE_RECORD = holders(Role.ADMINISTRATOR, Role.SUPERVISOR)
ADMINISTRATORS = holders(Role.ADMINISTRATOR)
INTAKE = holders(Role.INTAKE_OFFICER)
CASE_OFFICERS = holders(Role.INTAKE_OFFICER, Role.HANDLER)
WATCHERS = holders(Role.MANAGER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose cases somebody sees: ``covers`` for one, ``agencies`` for a list (None: all)."""

    agencies: frozenset[int] | None

    def covers(self, agency_id: int | None) -> bool:
        """Whether something of that agency is seen."""
        return self.agencies is None or agency_id in self.agencies


_ALL = Sight(None)


def sight(actor: Actor) -> Sight:
    """The agencies whose cases he sees: his own; all, for the supervising department."""
    return _ALL if actor.sees_all_agencies else own(actor)


def own(actor: Actor) -> Sight:
    """The agency for which he acts, and those whose powers it took over: nobody acts for another's.

    《行政诉讼法》第二十六条第六款：行政机关被撤销或者职权变更的，继续行使其职权的行政机关是被告。
    """
    if actor.agency_id is None:
        return Sight(frozenset())
    return Sight(frozenset((actor.agency_id, *actor.predecessors)))


def oversight(actor: Actor) -> Sight:
    """The agencies that he may look at as such: also all of them, for who administers."""
    return _ALL if Role.ADMINISTRATOR in actor.roles else sight(actor)
