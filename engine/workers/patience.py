"""What fails again and again: tried later and later, and told once, so that the log stays readable.

Kept in memory: a server that starts anew tries everything again and tells it again.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import Refusal

log = logging.getLogger("gongkai.ticker")

_FIRST_PAUSE, _LONGEST_PAUSE = 10.0, 3600.0      # seconds


@dataclass
class _Failure:
    reason: str
    pause: float
    again_at: float


class Patience:
    """Cases that could not be moved, and jobs that do not get through."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._failures: dict[str, _Failure] = {}

    def waits(self, what: str) -> bool:
        """Whether this failed lately and is not to be tried again yet."""
        failure = self._failures.get(what)
        return failure is not None and self._elapsed() < failure.again_at

    def failed(self, what: str, error: Exception) -> None:
        """It failed: told with all that is known the first time, and when the reason changes."""
        reason = f"{type(error).__name__}: {error}"
        earlier = self._failures.get(what)
        pause = _FIRST_PAUSE if earlier is None else min(2 * earlier.pause, _LONGEST_PAUSE)
        self._failures[what] = _Failure(reason, pause, self._elapsed() + pause)
        if earlier is None or earlier.reason != reason:
            level = logging.WARNING if isinstance(error, Refusal) else logging.ERROR
            log.log(level, "%s failed; tried again in %d s", what, pause, exc_info=error)

    def went_well(self, what: str) -> None:
        """It did get through."""
        if self._failures.pop(what, None) is not None:
            log.warning("%s goes on", what)

    def try_now(self, what: str, job: Callable[[], object]) -> None:
        """Run a job that comes again by itself; its failure ends nothing."""
        try:
            job()
        except Exception as error:
            self.failed(what, error)
        else:
            self.went_well(what)
