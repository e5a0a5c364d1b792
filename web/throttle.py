"""So many requests an address and minute for what anybody may ask without signing in.

A fixed window kept in the memory of this process: it begins anew with a restart, and several
processes behind one address each count for themselves. It spares the server a burst; whoever
needs a firm limit sets it in the proxy before it.
"""

import threading
import time
from collections.abc import Callable


class Window:
    """At most ``most`` requests of one address in each ``seconds``."""

    def __init__(
        self, most: int, seconds: int = 60, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.most, self.seconds = most, seconds
        self._now = now
        self._lock = threading.Lock()
        self._number = -1
        self._seen: dict[str, int] = {}

    def wait(self, address: str) -> int:
        """0 when the address may ask; else the seconds until it may ask again."""
        moment = self._now()
        number = int(moment // self.seconds)
        with self._lock:
            if number != self._number:      # a new window forgets every address
                self._number, self._seen = number, {}
            count = self._seen.get(address, 0) + 1
            self._seen[address] = count
        if count <= self.most:
            return 0
        return max(1, int((number + 1) * self.seconds - moment))
