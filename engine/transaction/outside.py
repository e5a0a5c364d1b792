"""What takes long is made outside of the transaction: whoever holds the lock holds up everybody.

A handler that needs such a thing (a file looked into, a letter rendered, a password hashed) asks
its unit of work for it. The first time the transaction is given up, the thing is made while nobody
waits, and the command begins anew; then it is there. So rights and rules are asked before anything
slow is done for somebody, and nothing has to be foreseen.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

# A letter's number may be taken by another while the letter is made. Who met that so often makes
# it inside at last.
_MOST_ROUNDS = 8


class NotMadeYet(Exception):
    """Undoes the transaction; ``make`` gives what it lacks."""

    def __init__(self, key: Hashable, make: Callable[[], Any]) -> None:
        super().__init__("made outside of the transaction, which then begins anew")
        self.key, self.make = key, make


class MadeOutside:
    """What one command had made so far. For one command only: its keys hold what was typed."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}

    def give(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made under this key. Raises NotMadeYet."""
        if key not in self._made:
            if len(self._made) >= _MOST_ROUNDS:
                return make()
            raise NotMadeYet(key, make)
        return self._made[key]

    def make(self, wanted: NotMadeYet) -> None:
        """Make it now. Raises whatever making it raises."""
        self._made[wanted.key] = wanted.make()


class Places:
    """Where something slow is made: few at once, one a person; who is one too many is told at once.

    Whoever waits for one holds a thread that serves pages: a dozen officers who want such a thing
    must not keep the others from their work.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._guard = threading.Lock()
        self._for = list[int | None]()

    @contextmanager
    def one_for(
        self, person_id: int | None, *, mine: Exception, full: Exception
    ) -> Iterator[None]:
        """A place for this person. Raises ``mine`` when he has one, ``full`` when none is free."""
        with self._guard:
            if person_id is not None and person_id in self._for:
                raise mine
            if len(self._for) >= self._at_once:
                raise full
            self._for.append(person_id)
        try:
            yield
        finally:
            with self._guard:
                self._for.remove(person_id)
