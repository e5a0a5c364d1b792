"""Requests drawn by chance, of everybody, to every address, each whole enough to reach the code
behind it, and each damaged somewhere: place, query, field, file, header, cookie, body.
"""

import io
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import EnvironBuilder, run_wsgi_app

from engine import Actor, Role
from engine.workers import ticker
from tests.engine.advising import another_legal_office, officer
from tests.engine.office import PASSWORD, Office, choose_password
from tests.web.conftest import Visitor
from tests.web.frame import nasty, there
from web.frame.access import permission_of

_TEMPLATES = Path(__file__).parents[3] / "web" / "templates"
_BUSY = (Role.INTAKE_OFFICER, Role.HANDLER)
_PLACE = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")


def names_of_inputs() -> list[str]:
    """Every name that a form of ours may send, those of tasks and letters among them."""
    found = {
        name
        for page in _TEMPLATES.rglob("*.html")
        for name in re.findall(r'name="([\w-]+)"', page.read_text(encoding="utf-8"))
    }
    return sorted(found.union(nasty.FROM_CODE))


@dataclass
class Somebody:
    """Who asks: nobody, or a person with his session and the token of his forms.

    agency_id: where he works; None: in the office.
    """

    role: Role | None = None
    agency_id: int | None = None
    own_password: bool = True
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    out: bool = True


@dataclass
class Sent:
    """A request, and what is to be told of it when it is answered as a fault."""

    who: Somebody
    builder: EnvironBuilder
    over: dict[str, Any]
    told: str

    def send(self, app: Flask) -> tuple[int, str]:
        """The status of the answer, read to its end, and where it leads."""
        environ = {**self.builder.get_environ(), **self.over}
        # As it is: Flask's own client would make a sound request of it.
        _body, status, headers = run_wsgi_app(app, environ, buffered=True)
        self.builder.close()
        return int(status.split()[0]), headers.get("Location", "")


class Malice:
    """Draws requests. What they undo is set up anew, so that late ones meet as much as early."""

    def __init__(self, app: Flask, office: Office, draw: random.Random) -> None:
        self.app, self.office, self.draw, self.names = app, office, draw, names_of_inputs()
        self.rules = list(app.url_map.iter_rules())
        self.real: dict[str, list[str]] = {}
        adviser = another_legal_office(office)      # asked by the agency, so that it has a desk
        self.people = [
            Somebody(), *(Somebody(role) for role in Role),
            Somebody(Role.INTAKE_OFFICER, own_password=False),
            Somebody(Role.LEGAL_OFFICER, agency_id=adviser.agency_id),
        ]
        self._came = self._turn = 0
        self.set_up()

    # -- what there is to meet -------------------------------------------------------------

    def set_up(self) -> None:
        """New things to meet, and the office's new people come in; time has gone on a little."""
        self.real = there.set_up(self.office, self._turn)
        self.known = [each for values in self.real.values() for each in values]
        self._turn += 1
        for who in self.people:
            if who.role is not None and who.own_password and who.agency_id is None:
                self._come_in(who, self.office.people[who.role])
        ticker.tick(self.office.engine)      # else /healthz has something to tell
        self.app.extensions["gongkai_try_window"]._seen.clear()

    def minutes_later(self) -> None:
        """Locks of sign-ins pass, sessions go on."""
        self.office.clock.moment += timedelta(minutes=11)
        ticker.tick(self.office.engine)
        self.app.extensions["gongkai_try_window"]._seen.clear()

    def _come_in(self, who: Somebody, person: Actor | None = None) -> None:
        """As this person, else with a new account of the role: whatever was done to the last."""
        self._came += 1
        visitor, engine = Visitor(self.app), self.office.engine
        if who.role is not None:
            person = person or officer(
                self.office, who.agency_id or self.office.agency_id, f"第{self._came}位", who.role)
            if who.own_password:
                choose_password(engine, person)
            address = f"10.0.{self._came // 250}.{self._came % 250}"
            token = engine.sign_in(person.sign_in_name, PASSWORD, address=address)
            visitor.browser.set_cookie("gongkai_session", token)
            who.cookies["gongkai_session"] = token
        visitor.get("/mine" if who.role and who.own_password else "/sign-in")
        if not visitor.token:
            visitor.get("/password")
        kept = visitor.browser.get_cookie("gongkai_form")
        who.cookies["gongkai_form"] = kept.value if kept else ""
        who.token, who.out = visitor.token, False

    # -- what is drawn ---------------------------------------------------------------------

    def _maybe(self, chance: float) -> bool:
        return self.draw.random() < chance

    def value(self, name: str = "", real: float = 0.7) -> str:
        if name in self.real and self._maybe(real):
            return self.draw.choice(self.real[name])
        return self.draw.choice(self.known if self._maybe(0.3) else nasty.NASTY)

    def fields(self) -> list[tuple[str, str]]:
        return [
            (name, self.value(name.removeprefix("field-"))[:5000])
            for name in self.draw.choices(self.names, k=self.draw.randrange(12))
        ]

    def request(self) -> Sent:
        rule = self.draw.choice(self.rules)
        while rule.rule == "/sign-out" and self._maybe(0.9):
            rule = self.draw.choice(self.rules)
        who = self._who(rule)
        if who.out:
            self._come_in(who)
        method = self._method(rule)
        headers = {
            name: value
            for _ in range(self.draw.choice((0, 0, 1, 1, 2, 3)))
            for name, value in self.draw.choice(nasty.HEADERS).items()
        }
        if not self._maybe(0.25):
            headers.pop("Host", None)           # else most come no further than its refusal
        body, content_type = (b"", "") if method in ("GET", "HEAD") else self._body(rule, who)
        if content_type:
            headers["Content-Type"] = content_type
        over: dict[str, Any] = {"REMOTE_ADDR": f"192.0.2.{self.draw.randrange(200)}"}
        cookies = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
        if self._maybe(0.1):
            damaged = self.draw.choice(nasty.COOKIES).encode().decode("latin-1")
            cookies = damaged if self._maybe(0.5) else f"{cookies}; {damaged}"
        if cookies:
            over["HTTP_COOKIE"] = cookies
        if self._maybe(0.05):
            over["CONTENT_LENGTH"] = self.draw.choice(nasty.LENGTHS)
        if self._maybe(0.05):
            over["PATH_INFO"] = self.draw.choice(nasty.PATHS)
        address = self._address(rule)
        query = address.partition("?")[2]
        over["QUERY_STRING"] = query.encode(errors="surrogatepass").decode("latin-1")
        host = headers.pop("Host", None)
        if host is not None:
            over["HTTP_HOST"] = host
        builder = EnvironBuilder(
            path=address.partition("?")[0], method=method, headers=headers, data=body or None)
        told = f"{method} {address[:300]} {headers} {over} {body[:600]!r}"
        return Sent(who, builder, over, told)

    def _who(self, rule: Rule) -> Somebody:
        """Mostly somebody who comes past the door, and then often one of those who do the most."""
        permission = permission_of(self.app, rule.endpoint)
        assert permission is not None
        meant = [
            who for who in self.people
            if not permission.sign_in or (
                who.role is not None and (who.own_password or permission.first)
                and (not permission.roles or who.role in permission.roles))
        ]
        busy = [who for who in meant if who.role in _BUSY]
        if self._maybe(0.3):
            return self.draw.choice(self.people)
        return self.draw.choice(busy if busy and self._maybe(0.5) else meant)

    def _method(self, rule: Rule) -> str:
        own = sorted(rule.methods or nasty.METHODS)
        if self._maybe(0.2):
            return self.draw.choice(own if self._maybe(0.5) else nasty.METHODS)
        return next((method for method in own if method not in ("HEAD", "OPTIONS")), own[0])

    def _address(self, rule: Rule) -> str:
        path = _PLACE.sub(
            lambda place: quote(
                self.value(place[1], 0.85)[:300], errors="surrogatepass",
                safe="/" if place[1] == "filename" else "",
            ), rule.rule)
        asked = self._quoted(self.fields()) if self._maybe(0.6) else ""
        odd = self.draw.choice(nasty.QUERIES)
        return f"{path}?{asked}{odd}" if asked or odd else path

    @staticmethod
    def _quoted(fields: list[tuple[str, str]]) -> str:
        return urlencode(fields, errors="surrogatepass")

    def _body(self, rule: Rule, who: Somebody) -> tuple[bytes, str]:
        """What is sent, and as what."""
        if self._maybe(0.1):
            return self.draw.choice(nasty.BODIES), self.draw.choice(nasty.TYPES)
        if rule.rule.startswith("/api/") and self._maybe(0.8):
            return self._ledger(), "application/json"
        fields = self.fields()
        if rule.rule.startswith("/intake") and self._maybe(0.7):
            fields = [*({**nasty.INTAKE, **dict(fields[:2])}).items()]
        if self._maybe(0.9):
            fields.append(("csrf_token", who.token))
        files = self.draw.choices(nasty.FILES, k=self.draw.choice((0, 0, 0, 1, 1, 3)))
        if not files and self._maybe(0.8):
            return self._quoted(fields).encode(), "application/x-www-form-urlencoded"
        body = io.BytesIO()
        for name, value in fields:
            body.write(f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode())
            body.write(value.encode(errors="surrogatepass") + b"\r\n")
        for content in files:
            name = self.draw.choice(("attachments", "field-file", "file"))
            filed = self.draw.choice(nasty.FILE_NAMES)
            body.write(f'--b\r\nContent-Disposition: form-data; name="{name}"; '
                       f'filename="{filed}"\r\n\r\n'.encode() + content + b"\r\n")
        return self._damaged(body.getvalue() + b"--b--\r\n"), "multipart/form-data; boundary=b"

    def _damaged(self, body: bytes) -> bytes:
        if self._maybe(0.7):
            return body
        at = self.draw.randrange(len(body))
        damages: tuple[Callable[[], bytes], ...] = (
            lambda: body[:at],
            lambda: body[:at] + b"--b\r\n" + body[at:],
            lambda: body[:at] + b"\xff\0\r" + body[at + 3:],
            lambda: body.replace(b"\r\n", b"\n"),
            lambda: body.replace(b"form-data; name=", b"form-data; x="),
            lambda: body.replace(b"Content-Disposition", b"X" * 70_000, 1),
            lambda: body.replace(b'filename="', b"filename*=utf-9''%ff\"", 1),
            lambda: body.replace(b"\r\n\r\n", b"\r\nContent-Type: multipart/mixed; boundary=c"
                                 b"\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1),
            lambda: body.replace(b"--b\r\n", b"--b\r\n--b\r\n"),
            lambda: body.replace(b"--b--", b"") + b"\r\n" * 20_000,
            lambda: body * 40,
        )
        return self.draw.choice(damages)()

    def _ledger(self) -> bytes:
        """A ledger of the public contract with something wrong in it, or nothing."""
        def some(*good: Any) -> Any:
            return self.draw.choice(
                (self.value(), *nasty.HUGE, None, [], {}, True, 1.5)
                if self._maybe(0.15) else good)

        days = [f"2026-03-{of_month:02}" for of_month in range(2, 29)]
        events = [
            {"type": some(*nasty.EVENTS), "on": some(*days), "id": some("1", "2"),
             "until": some(*days),
             "party": some("third_party", "agency"), "working_days": some(5, 10, 20),
             "service": some("post", "in_person"), "served": some(*days)}
            for _ in range(self.draw.choice((0, 1, 2, 5, 61, 700)))
        ]
        ledger = {
            "received": some(*days), "channel": some("in_person", "signed_post", "online"),
            "events": some(events, events, events),
            "settings": some({}, {"suspension_starts": "issued"}),
        }
        for at in range(self.draw.choice((0, 0, 1))):
            ledger[self.value()] = at
        text = json.dumps(ledger, ensure_ascii=self._maybe(0.5))
        return self._damaged(text.encode(errors="surrogatepass"))


def drawn(malice: Malice, many: int) -> Iterator[tuple[int, Sent]]:
    """So many requests, numbered; what earlier ones undid is set up anew between them."""
    for number in range(many):
        if number % 2000 == 1999:
            malice.set_up()
        elif number % 400 == 399:
            malice.minutes_later()
        yield number, malice.request()
