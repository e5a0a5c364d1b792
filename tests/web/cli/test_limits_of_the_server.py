"""What anybody may make the server do before it knows who it is. Asked over real connections."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask

from web.cli import servers


@pytest.fixture
def port() -> Iterator[int]:
    """A server as the command starts it, with an application that knows one page.

    But it waits for ever: whoever is let in is so because there is room, not because the time of
    others was over.
    """
    app = Flask("nothing")
    app.add_url_rule("/", view_func=lambda: "here", methods=["GET", "POST"])
    server = servers._listen(app, "127.0.0.1", 0, False, channel_timeout=100_000)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server.effective_port
    server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown()
    thread.join()


def ask(port: int, text: str) -> str:
    """What the server says first, however little it was sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=240) as connection:
        connection.sendall(text.encode())
        return connection.recv(4096).decode()


GOOD = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def test_half_open_requests_keep_nobody_out(port: int) -> None:
    """With a hundred of them the server used to take in nobody for two minutes."""
    with ExitStack() as half_open:
        for _ in range(200):
            connection = half_open.enter_context(
                socket.create_connection(("127.0.0.1", port), timeout=240)
            )
            connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n")
        assert ask(port, GOOD).startswith("HTTP/1.1 200")
    assert servers.LIMITS["channel_timeout"] <= 30


def test_a_body_far_too_large_is_not_even_taken_in(port: int) -> None:
    """Refused by its length alone, before a byte of it was sent."""
    head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n"
    assert ask(port, head.format(1 << 30)).startswith("HTTP/1.1 413")
    chunk = "x" * 1024
    said = ask(port, f"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: {chunk * 100}\r\n\r\n")
    assert said.split()[1] == "431"


def test_a_body_a_little_too_large_reaches_the_words_of_the_application() -> None:
    from web.application import MOST_BYTES

    assert MOST_BYTES < servers.LIMITS["max_request_body_size"] <= 2 * MOST_BYTES
