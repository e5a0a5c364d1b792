"""``python -m engine.attachments.apart``: looks into files as a process of its own.

Reads from standard input a line of JSON with name and size of each file, then their contents, and
answers a line each: name and media type, or name and reason of the first that is refused.
"""

import json
import os
import resource

from engine.attachments import office_packages, uploads
from engine.attachments.office_packages import Allowance
from engine.errors import FileRefused

_MEMORY = 1024 * 1024 * 1024            # bytes


def main() -> None:
    """Ends at the first file that is refused."""
    _give_way()
    allowance = Allowance()
    with os.fdopen(0, "rb") as handed_over:
        for name, size in json.loads(handed_over.readline()):
            content = handed_over.read(size)
            try:
                found = uploads.inspect(name, content, allowance)
            except FileRefused as refusal:
                _say(**refusal.facts)
                return
            _say(name=found.name, media_type=found.media_type)


def _say(**answer: str) -> None:
    print(json.dumps(answer), flush=True)


def _give_way() -> None:
    """Behind everybody else, and an end to it whatever is in the files."""
    os.nice(19)
    if hasattr(os, "SCHED_IDLE"):       # who wakes up need not even wait for the end of a slice
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    seconds = int(2 * office_packages.MOST_SECONDS)
    for what, most in (
        (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
