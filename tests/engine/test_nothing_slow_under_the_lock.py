"""Whoever writes holds up everybody else: nothing that takes long is done while the lock is held.

No clock decides here. What is measured is what is done inside: the Python functions and the
builtin ones that run between the beginning of a transaction for writing and its end.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from engine import Actor, AddAttachment, ChangePassword, ResetPassword, Role, Upload
from engine.configuration import Configuration
from engine.store import Connection
from engine.store.database import Database
from tests.conftest import cheap_settings
from tests.engine.office import LIVES, PASSWORD, Office
from tests.engine.papers import PDF, docx, xlsx

# Files that are looked into, letters that are made, passwords that are hashed, programs started.
SLOW_PLACES = (
    "/zipfile", "/docx/", "/lxml/", "/argon2/", "/filetype/", "/subprocess.py",
    "/letters/paper/", "/attachments/uploads.py", "/attachments/office_packages.py",
)
SLOW_BUILTINS = ("zlib", "lxml", "_cffi_backend", "pyexpat", "time.sleep")


class Inside:
    """What ran between the beginning and the end of the transactions of one program."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.slow: set[str] = set()

    def notice(self, frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if event == "call":
            self.calls[code.co_filename] += 1
            if any(place in code.co_filename for place in SLOW_PLACES):
                self.slow.add(f"{code.co_filename}: {code.co_qualname}")
        elif event == "c_call":
            name = f"{argument.__module__}.{argument.__qualname__}"
            if name.startswith(SLOW_BUILTINS):
                self.slow.add(f"{name}, called by {code.co_filename}: {code.co_qualname}")


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Inside:
    """Watches every transaction for writing, from behind the lock to the commit."""
    found, write = Inside(), Database.write

    @contextmanager
    def watched(self: Database) -> Iterator[Connection]:
        with write(self) as connection:
            sys.setprofile(found.notice)
            try:
                yield connection
            finally:
                sys.setprofile(None)

    monkeypatch.setattr(Database, "write", watched)
    return found


@pytest.fixture
def settings(tmp_path: Any, sqlite_url: str) -> Configuration:
    """One kind of database: what is done inside is the same on the other."""
    return cheap_settings(tmp_path, sqlite_url)


@pytest.mark.parametrize("life", LIVES)
def test_no_step_of_a_case_does_anything_slow(office: Office, inside: Inside, life: str) -> None:
    """Letters are composed, numbered and rendered on the way."""
    office.live(life)
    assert inside.calls, "the lives write"
    assert inside.slow == set()


def _attach(office: Office, case_id: int, upload: Upload) -> None:
    office.engine.handle(
        AddAttachment(case_id=case_id, upload=upload), office.people[Role.HANDLER]
    )


def test_files_are_looked_into_before_the_lock_is_taken(office: Office, inside: Inside) -> None:
    files = (
        Upload(name="说明.docx", content=docx()), Upload(name="表.xlsx", content=xlsx()),
        Upload(name="通知.pdf", content=PDF),
    )
    case_id = office.register(attachments=files)
    for upload in files:
        _attach(office, case_id, upload)
    assert len(office.case(case_id).attachments) == 6
    assert inside.slow == set()


def test_what_a_file_costs_under_the_lock_does_not_grow_with_it(
    office: Office, inside: Inside
) -> None:
    case_id = office.register()
    counted = []
    for paragraphs in (1, 1, 3000):
        inside.calls.clear()
        content = docx(*["现就有关事项说明如下。"] * paragraphs)
        _attach(office, case_id, Upload(name="说明.docx", content=content))
        counted.append(inside.calls.total())
    assert counted[2] <= counted[1] * 1.1


def test_passwords_are_hashed_before_the_lock_is_taken(office: Office, inside: Inside) -> None:
    office.people[Role.ADMINISTRATOR] = office.hire(Role.ADMINISTRATOR, "周海燕")
    handler = office.people[Role.HANDLER]
    office.engine.sign_in(handler.sign_in_name, PASSWORD, address="10.0.0.1")
    office.engine.handle(ChangePassword(old=PASSWORD, new="quite another phrase 48"), handler)
    office.engine.handle(
        ResetPassword(person_id=_id(handler), password="and one more phrase 59"),
        office.people[Role.ADMINISTRATOR],
    )
    office.engine.sign_in(handler.sign_in_name, "and one more phrase 59", address="10.0.0.1")
    assert inside.slow == set()


def _id(actor: Actor) -> int:
    assert actor.person_id is not None
    return actor.person_id
