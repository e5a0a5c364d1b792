"""A proxy on loopback that, when it is told to, answers like nginx instead of the server."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_PAGE = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n" \
        "<hr><center>nginx/1.26.3</center>\r\n</body>\r\n</html>\r\n"
_WORDS = {413: "413 Request Entity Too Large", 502: "502 Bad Gateway", 504: "504 Gateway Time-out"}
_OF_THE_HOP = {"connection", "transfer-encoding", "keep-alive", "date", "server"}


class Proxy:
    """fail_next: what the next form is answered with; carried_out: the server has it first."""

    def __init__(self, server: str) -> None:
        self.fail_next: int | None = None
        self.carried_out = False
        proxy, upstream = self, urlsplit(server)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asks_by_itself = self.path.endswith(("/draft", "/similar"))     # while one types
                form = self.command == "POST" and not asks_by_itself
                status = proxy.fail_next if form else None
                if status is None or proxy.carried_out:
                    connection = http.client.HTTPConnection(upstream.netloc, timeout=240)
                    connection.request(self.command, self.path, body, dict(self.headers))
                    answer = connection.getresponse()
                    content = answer.read()
                    connection.close()
                if status is not None:
                    proxy.fail_next = None
                    self._answer(status, [("Content-Type", "text/html")],
                                 _PAGE.format(_WORDS[status]).encode())
                    return
                self._answer(answer.status, answer.getheaders(), content)

            def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers:
                    if name.lower() not in _OF_THE_HOP | {"content-length"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _pass_on

            def log_message(self, *_: object) -> None:
                """The test says what matters."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def fail(self, status: int, *, carried_out: bool = False) -> None:
        """Answer the next form so."""
        self.fail_next, self.carried_out = status, carried_out

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
