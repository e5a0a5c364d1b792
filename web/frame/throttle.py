"""So many requests of one address, or one person, in a while; dear ones count for several.

A fixed window kept in the memory of this process: it begins anew with a restart, and several
processes behind one address each count for themselves. It spares the server a burst; whoever
needs a firm limit sets it in the proxy before it.
"""

import threading
import time
from collections.abc import Callable


class Window:
    """At most ``most`` of one address or person in each ``seconds``."""

    def __init__(
        self, most: int, seconds: int = 60, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.most, self.seconds = most, seconds
        self._now = now
        self._lock = threading.Lock()
        self._number = -1
        self._seen: dict[str, int] = {}

    def wait(self, who: str, cost: int = 1) -> int:
        """0 when they may ask; else the seconds until they may ask again.

        ``cost``: for how many requests this one counts. What it turns out to cost besides is
        charged by asking again, whatever the answer.
        """
        moment = self._now()
        number = int(moment // self.seconds)
        with self._lock:
            if number != self._number:      # a new window forgets everybody
                self._number, self._seen = number, {}
            count = self._seen.get(who, 0) + cost
            self._seen[who] = count
        if count <= self.most:
            return 0
        return max(1, int((number + 1) * self.seconds - moment))
