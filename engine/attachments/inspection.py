"""Files are looked into: what costs little at once, everything else in a process of its own.

A file of half a megabyte can take ten seconds of a processor, and within this process each of
those would be taken from everybody's pages. So what turns out to be dear is begun anew by a process
that gives way to this one and has limits of its own; few of them at once, and one a person.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from engine.attachments import uploads
from engine.attachments.commands import Upload
from engine.attachments.office_packages import TOO_MUCH, Allowance
from engine.errors import FileRefused
from engine.store import blobs
from engine.transaction.outside import Places

_LOG = logging.getLogger("gongkai.files")
# What is looked into at once: the usual letter or table, some thousandths of a second.
_AT_ONCE = partial(Allowance, unpacked=4 * 1024 * 1024, elements=20_000, seconds=0.1)
_APART = 3                              # processes at once
_SECONDS_APART = 120.0                  # on the wall: for an honest file on a busy machine
_ROOT = Path(__file__).resolve().parents[2]
_places = Places(_APART)


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept. ``name`` is safe to show and to offer for download.

    ``digest``: its SHA-256, under which it is stored.
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)
    digest: str


def look_into(files: Sequence[Upload], person_id: int | None) -> list[Inspected]:
    """The files of one submission. Raises FileRefused with the reason and what to do."""
    allowance = _AT_ONCE()
    try:
        found = [uploads.inspect(file.name, file.content, allowance) for file in files]
    except uploads.CostsTooMuch:
        with _places.one_for(person_id, mine=_refused(files, (
            "您提交的上一份文件还在检查，请等它完成后再提交一次。"
        )), full=_refused(files, "同时检查的大文件较多，请稍候片刻再提交一次。")):
            found = _apart(files)
    return [
        Inspected(each.name, each.media_type, file.content, blobs.digest_of(file.content))
        for each, file in zip(found, files, strict=True)
    ]


def _refused(files: Sequence[Upload], reason: str) -> FileRefused:
    return FileRefused(name=uploads.shown(files[0].name), reason=reason)


def _apart(files: Sequence[Upload]) -> list[uploads.Found]:
    """By another process, which is told of one file after the other and answers by one line each.

    Raises FileRefused, also when it came to its limits or to grief.
    """
    with _handed_over(files) as handed_over:
        try:
            ended = subprocess.run(
                [sys.executable, "-m", "engine.attachments.apart"], stdin=handed_over,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT, check=False,
                env={"PATH": os.environ.get("PATH", os.defpath)}, timeout=_SECONDS_APART,
            )
            said, status = ended.stdout, ended.returncode
        except subprocess.TimeoutExpired as late:
            said, status = late.stdout or b"", -1
    found = []
    for line in said.splitlines():
        answer = json.loads(line)
        if "reason" in answer:
            raise FileRefused(**answer)
        found.append(uploads.Found(**answer))
    if status or len(found) != len(files):
        _LOG.warning("looking into a file apart ended with %s", status)
        raise _refused(files[len(found):] or files, TOO_MUCH)
    return found


@contextmanager
def _handed_over(files: Sequence[Upload]) -> Iterator[IO[bytes]]:
    """A line that says names and sizes, and then the contents, in memory where that is possible."""
    with (
        open(os.memfd_create("files"), "w+b", buffering=0) if hasattr(os, "memfd_create")
        else tempfile.TemporaryFile(buffering=0)
    ) as place:
        head = json.dumps([[file.name, len(file.content)] for file in files])
        for part in (head.encode() + b"\n", *(file.content for file in files)):
            left = memoryview(part)
            while left:
                left = left[place.write(left) or 0:]
        place.seek(0)
        yield place
