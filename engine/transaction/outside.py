"""What takes long is made outside of the transaction: whoever holds the lock holds up everybody.

A handler that needs such a thing (a file looked into, a letter rendered, a password hashed) asks
its unit of work for it. The first time the transaction is given up, the thing is made while nobody
waits, and the command begins anew; then it is there. So rights and rules are asked before anything
slow is done for somebody, and nothing has to be foreseen.
"""

from collections.abc import Callable, Hashable
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
