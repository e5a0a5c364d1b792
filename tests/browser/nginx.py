"""A real nginx on loopback, set up by the lines of docs/operations.md, before the server of a test.

``no_server`` and ``slow_server`` make it meet what a proxy meets, for the forms that somebody hands
in; what a page asks by itself while one types goes its usual way.
"""

import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import _die_with_parent

_DOCS = Path(__file__).parents[2] / "docs" / "operations.md"
_CONFIGURATION = """
daemon off;
worker_processes 1;
{user}
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log {home}/access.log;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    map "$request_method $uri" $handed_in {{
        default no;
        "~^POST (?!.*/(draft|similar)$)" yes;
    }}
    map $handed_in $no_server {{ default {home}/never; yes {home}/no_server; }}
    map $handed_in $slow_server {{ default {home}/never; yes {home}/slow_server; }}
    {server}
}}
"""
_FAULTS = """
    if (-f $no_server) { return 418; }
    if (-f $slow_server) { return 419; }
    error_page 418 = @no_server;
    error_page 419 = @slow_server;
    location @no_server { proxy_pass http://127.0.0.1:1; }
"""


class Nginx:
    """address: where browsers find it."""

    def __init__(self, server: str) -> None:
        program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
        assert program, "nginx is missing: run the tests by `make test`"
        self._home = Path(tempfile.mkdtemp(prefix="gongkai-nginx-"))
        # Listened to by us and handed over, as nginx hands its sockets to its successor: so the
        # port is nobody else's, and whoever comes early waits.
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
            self.address = f"http://127.0.0.1:{port}"
            (self._home / "nginx.conf").write_text(_CONFIGURATION.format(
                home=self._home, user="user root;" if os.geteuid() == 0 else "",
                server=_as_documented(port, urlsplit(server).netloc)))
            self._process = subprocess.Popen(
                [program, "-p", self._home, "-c", self._home / "nginx.conf",
                 "-e", self._home / "error.log"],
                env={"NGINX": f"{listening.fileno()};"}, pass_fds=[listening.fileno()],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                preexec_fn=_die_with_parent,
            )

    @contextmanager
    def no_server(self) -> Iterator[None]:
        """While nobody listens where forms are passed on to."""
        with self._while("no_server"):
            yield

    @contextmanager
    def slow_server(self) -> Iterator[None]:
        """While nginx waits a third of a second for the answer to a form."""
        with self._while("slow_server"):
            yield

    @contextmanager
    def _while(self, name: str) -> Iterator[None]:
        (self._home / name).touch()
        try:
            yield
        finally:
            (self._home / name).unlink()

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        shutil.rmtree(self._home, ignore_errors=True)


def _as_documented(port: int, server: str) -> str:
    """The server of the manual, without its certificates, on this port before that server."""
    found = re.search(r"```nginx\n(server \{\n.*?\n\})\n```", _DOCS.read_text(), re.DOTALL)
    assert found, "docs/operations.md shows an nginx"
    text = re.sub(r"    ssl_.*\n", "", found[1])
    for old, new in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("server_name gongkai.example.gov.cn;", "server_name localhost;"),
        ("http://127.0.0.1:8080", f"http://{server}"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    place = re.search(r"    location / \{\n(.*?)\n    \}\n", text, re.DOTALL)
    assert place
    slow = re.sub(r"proxy_read_timeout \d+s;", "proxy_read_timeout 300ms;", place[1])
    assert slow != place[1]
    return text.replace(
        place[0], f"{place[0]}{_FAULTS}    location @slow_server {{\n{slow}\n    }}\n")
