"""Other people's pages and acts beside somebody who sends the dearest things there are.

A real server (``gongkai serve``) and real connections. Four officers look at pages, register and
decide, in turns quiet and beside each of the loads, so that both meet the same machine.
"""

import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from engine import Actor, Configuration, Engine, Role
from tests.benchmarks.databases import Place, migrated
from tests.engine.copies import copy
from tests.engine.office import (
    DISCLOSED,
    PASSWORD,
    Office,
    accepted,
    choose_password,
    reviewed,
    signed,
    submitted,
)
from tests.engine.papers import PDF, docx_with, large_xlsx

ROUNDS, SECONDS = 4, 3.0        # of each load, quiet and beside it in turns
NETWORK = 12_500_000            # bytes a second that each sender's network carries: 100 Mbit/s
CASES, OFFICERS, SENDERS, WANT_PDF = 60, 4, 4, 12
_TASK = re.compile(r'/tasks/(\w+)"')
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

Times = dict[str, list[float]]


@dataclass
class Beside:
    """One load: milliseconds of each kind of page or act, quiet and beside it; what the load was
    answered, by status."""

    load: str
    quiet: Times = field(default_factory=lambda: defaultdict(list))
    beside: Times = field(default_factory=lambda: defaultdict(list))
    answered: dict[int, int] = field(default_factory=lambda: defaultdict(int))


class Browser:
    """One person's connection to the server, with his session and form token."""

    def __init__(self, address: str, engine: Engine, person: Actor) -> None:
        self._netloc = urlsplit(address).netloc
        self._connection = http.client.HTTPConnection(self._netloc, timeout=120)
        assert person.sign_in_name
        session = engine.sign_in(person.sign_in_name, PASSWORD, address="127.0.0.1")
        self._cookies = f"gongkai_session={session}"
        _status, page, headers = self._ask("GET", "/password")
        self._cookies += "; " + headers["Set-Cookie"].partition(";")[0]
        found = _TOKEN.search(page.decode())
        assert found
        self.token = found[1]
        self.page, self.led_to = page, ""

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, bytes, Mapping[str, str]]:
        headers = {"Cookie": self._cookies, **({"Content-Type": kind} if kind else {})}
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()        # refused before it was all sent
            return 0, b"", {}
        return answer.status, content, answer.headers

    def get(self, path: str) -> int:
        status, self.page, _ = self._ask("GET", path)
        return status

    def post(self, path: str, fields: Mapping[str, str]) -> int:
        body = urlencode({"csrf_token": self.token, **fields}).encode()
        status, _, headers = self._ask("POST", path, body, "application/x-www-form-urlencoded")
        self.led_to = headers.get("Location", "")
        return status

    def send(self, path: str, body: bytes, kind: str) -> int:
        """Loopback is quicker than any network: the rest of the time is waited for."""
        begun = time.perf_counter()
        status = self._ask("POST", path, body, kind)[0]
        time.sleep(max(0.0, len(body) / NETWORK - (time.perf_counter() - begun)))
        return status

    def close(self) -> None:
        self._connection.close()


@dataclass
class Stage:
    """A server with an office behind it. letter: the address of a PDF."""

    address: str
    office: Office
    letter: str
    cases: list[int]

    def browser(self, person: Actor) -> Browser:
        return Browser(self.address, self.office.engine, person)

    def hired(self, role: Role, many: int) -> list[Browser]:
        found = []
        for _ in range(many):
            person = self.office.hire(role, f"{role.title}{time.monotonic_ns()}")
            choose_password(self.office.engine, person)
            found.append(self.browser(person))
        return found


@contextmanager
def stage(place: Place) -> Iterator[Stage]:
    url = migrated(place)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-data-") as data:
        settings = Configuration.at(
            Path(data), database_url=url, argon2_memory_kib=8, argon2_rounds=1)
        office = Office.open(settings, engine=Engine(settings))
        for person in office.people.values():
            choose_password(office.engine, person)
        today = office.engine.today()
        office.clock.go_to(today)
        finished = office.register()
        office.play(finished, (accepted(today), submitted(today, DISCLOSED), reviewed(today),
                               signed(today)))
        letter = next(each for each in office.case(finished).letters if each.number)
        first = office.register()
        cases = [first, *copy(office, first, CASES - 1)]
        with _served(data, url) as address:
            yield Stage(address, office, f"/cases/{finished}/letters/{letter.id}.pdf", cases)
        office.close()


@contextmanager
def _served(data: str, url: str) -> Iterator[str]:
    server = subprocess.Popen(
        [Path(sys.executable).with_name("gongkai"), "serve", "--port", "0"], text=True,
        env={**os.environ, "GONGKAI_DATA": data, "DATABASE_URL": url},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    assert server.stdout is not None
    try:
        yield next(found[0] for line in server.stdout
                   if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


# -- officers ------------------------------------------------------------------------------


def _officer(stage: Stage, browser: Browser, times: Times, until: float, draw: random.Random
             ) -> None:
    """Looks and acts in turns until then."""
    handler = str(stage.office.people[Role.HANDLER].person_id)
    today = stage.office.engine.today().isoformat()

    def timed(what: str, expected: int, act: Callable[[], int]) -> None:
        begun = time.perf_counter()
        status = act()
        times[what].append((time.perf_counter() - begun) * 1000)
        assert status == expected, f"{what}: {status}"
        time.sleep(0.02)

    while time.perf_counter() < until:
        case_id = draw.choice(stage.cases)
        timed("my work", 200, lambda: browser.get("/mine"))
        timed("register", 200, lambda: browser.get("/register"))
        timed("page of a case", 200, partial(browser.get, f"/cases/{case_id}"))
        timed("registering", 303, lambda: browser.post("/intake", {
            "channel": "in_person", "arrived_on": today, "received_on": today,
            "kind": "natural_person", "name": "王小明", "address": "周村区机场路1号",
            "phone": "13905331234", "subject": f"第{draw.randrange(10**9)}号",
            "description": "全文", "form_of_supply": "paper", "way_of_supply": "post",
            "key": f"{draw.getrandbits(128):032x}",
        }))
        timed("page of a case", 200, lambda: browser.get(browser.led_to))
        task = _TASK.search(browser.page.decode())
        assert task
        timed("deciding a task", 303, partial(browser.post, f"/tasks/{task[1]}", {
            "outcome": "accepted", "field-handler": handler,
            "key": f"{draw.getrandbits(128):032x}",
        }))


def _officers(stage: Stage, browsers: Sequence[Browser], times: Times) -> None:
    until, problems = time.perf_counter() + SECONDS, list[BaseException]()

    def work(browser: Browser, number: int) -> None:
        try:
            _officer(stage, browser, times, until, random.Random(time.time_ns() + number))
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(each, n)) for n, each in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


# -- loads ---------------------------------------------------------------------------------


def _form(name: str, content: bytes, token: str) -> tuple[bytes, str]:
    body = (f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--b\r\n'
            f'Content-Disposition: form-data; name="attachments"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n").encode()
    return body + content + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"


def empty_elements() -> bytes:
    """20 MB of empty elements, packed to half a megabyte, in which a secrecy mark might be."""
    order = random.Random(1).getrandbits(1 << 20)
    many = "".join("<t/>" if bit == "1" else "<r/>" for bit in f"{order:b}").encode()
    return docx_with({
        "word/extra.xml": "<?xml version='1.0'?><d>密☆".encode() + many * 5 + b"</d>"})


def _uploads(
    name: str, content: bytes, senders: int
) -> Callable[[Stage], list[Callable[[], int]]]:
    def load(stage: Stage) -> list[Callable[[], int]]:
        case_id = stage.cases[0]
        found = []
        for browser in stage.hired(Role.HANDLER, senders):
            body, kind = _form(name, content, browser.token)
            found.append(lambda browser=browser, body=body, kind=kind: browser.send(
                f"/cases/{case_id}/attachments", body, kind))
        return found
    return load


def _pdfs(stage: Stage) -> list[Callable[[], int]]:
    return [lambda browser=browser: browser.get(stage.letter)
            for browser in stage.hired(Role.HANDLER, WANT_PDF)]


def _ledgers(stage: Stage) -> list[Callable[[], int]]:
    """Of 700 entries, which is too many, and of as many as are taken; as page and as interface."""
    def ledger(many: int) -> bytes:
        events = [
            {"type": f"consultation_{'answered' if n % 2 else 'opened'}", "id": str(n // 2),
             "party": "third_party", "on": f"2026-{3 + n // 25 % 9:02}-{1 + n % 25:02}"}
            for n in range(many)]
        return json.dumps(
            {"received": "2026-03-02", "channel": "in_person", "events": events}).encode()

    browsers = stage.hired(Role.HANDLER, SENDERS)
    rows = "".join(f"&type=consultation_opened&on=2026-03-{2 + n % 20:02}&id={n}&party=third_party"
                   for n in range(700))
    page = f"/calculator?received=2026-03-02&channel=in_person&suspension_starts=issued{rows}"
    return [
        lambda: browsers[0].send("/api/v1/deadline?proof=1", ledger(700), "application/json"),
        lambda: browsers[1].send("/api/v1/deadline?proof=1", ledger(60), "application/json"),
        lambda: browsers[2].get(page),
        lambda: browsers[3].get(page[:6000]),
    ]


def loads() -> Mapping[str, Callable[[Stage], list[Callable[[], int]]]]:
    """What is sent without pause, by one person or by several at once."""
    lines = "某机关二〇二五年度部门决算。\r\n".encode()
    files = {
        "docx of 20 MB of empty elements": ("附件.docx", empty_elements()),
        "tables of 60,000 rows": ("附件.xlsx", large_xlsx(60_000, "密☆")),
        "texts of 19 MB": ("附件.txt", lines * (19_000_000 // len(lines))),
        "scans of 19 MB": ("附件.pdf", PDF[:20] + b"\r\n-" * 6_300_000 + PDF[20:]),
    }
    return {
        **{f"{senders} with {what}": _uploads(*file, senders)
           for senders in (1, SENDERS) for what, file in files.items()},
        f"{WANT_PDF} people who want a PDF": _pdfs,
        "ledgers of 700 entries to the calculator": _ledgers,
    }


@contextmanager
def _loaded(acts: Sequence[Callable[[], int]], answered: dict[int, int]) -> Iterator[None]:
    ended = threading.Event()

    def again(act: Callable[[], int]) -> None:
        while not ended.is_set():
            status = act()
            answered[status] += 1
            if status >= 400:       # somebody reads that, and tries it again
                ended.wait(1)

    threads = [threading.Thread(target=again, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def measure(place: Place, wanted: str = "") -> Iterator[Beside]:
    """Each load in its turn, on one stage. ``wanted``: only the loads whose name holds it."""
    with stage(place) as on:
        officers = on.hired(Role.INTAKE_OFFICER, OFFICERS)
        for name, load in loads().items():
            if wanted not in name:
                continue
            found, acts = Beside(name), load(on)
            for _ in range(ROUNDS):
                _officers(on, officers, found.quiet)
                with _loaded(acts, found.answered):
                    _officers(on, officers, found.beside)
            yield found


def p95(times: Sequence[float]) -> float:
    """The time that one in twenty exceeds."""
    return statistics.quantiles(times, n=20)[-1]
