"""Commands and questions: what may be asked of the engine, and by whom.

Each is a frozen dataclass of its room, names its permission and the type of its answer::

    @dataclass(frozen=True, kw_only=True)
    class CompleteTask(Command[int], permission=SIGNED_IN): ...

Without a permission the class cannot be made, and so the application does not start.
"""

from typing import Any, ClassVar, Generic, TypeVar

from engine.actors.permissions import Permission

R = TypeVar("R")


class _Asked(Generic[R]):
    """Something that somebody asks; ``R`` is what comes back."""

    permission: ClassVar[Permission]

    def __init_subclass__(cls, *, permission: Permission | None = None, **more: Any) -> None:
        super().__init_subclass__(**more)
        if cls.__module__ == __name__:
            return
        if permission is None:
            raise TypeError(
                f"{cls.__qualname__} says nothing of who may ask it: "
                "write permission=… behind its base class"
            )
        cls.permission = permission


class Command(_Asked[R]):
    """A deed: carried out in one transaction, whole or not at all.

    The record and the keys of forms know it by its class's name; a class that is named anew says
    ``stored_as=`` the name they know, so that a form shown before is still done only once.
    """

    stored_as: ClassVar[str]

    def __init_subclass__(cls, *, stored_as: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.stored_as = stored_as or cls.__name__


class Question(_Asked[R]):
    """Answered from one snapshot of the database."""


class Listing(_Asked[R]):
    """A question whose answer is read as it is taken, row by row (``R``: one of them)."""
