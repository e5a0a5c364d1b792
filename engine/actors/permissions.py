"""Who may do and see what: the checks that every act begins with."""

from engine.actors.actor import Actor
from engine.actors.roles import Role
from engine.errors import NotPermitted


def sees_agency(actor: Actor, agency_id: int) -> bool:
    """Own agency, or all for the supervising department (reading only)."""
    return actor.agency_id == agency_id or actor.sees_all_agencies


def require(actor: Actor, *roles: Role) -> None:
    """Raises NotPermitted, naming the duties of which one is needed."""
    if not actor.roles & set(roles):
        raise NotPermitted(roles="、".join(role.title for role in Role if role in roles))
