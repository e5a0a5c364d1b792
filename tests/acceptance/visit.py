"""Sign in as a browser behind the office's proxy would, and print the page one comes to.

    python visit.py HOST NAME PASSWORD NEW    NEW: the own password to take, where one must be taken
"""

import http.client
import re
import sys
from urllib.parse import urlencode

_PROXY = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


class Visitor:
    """Keeps the cookies, also those for HTTPS: the proxy is said to have ended it."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        """The page, or the one that it leads to."""
        return self._ask("GET", path, None)

    def post(self, path: str, page: str, **fields: str) -> str:
        """Send the form of a page, with its hidden fields."""
        hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"',
                                 page))
        return self._ask("POST", path, urlencode({**hidden, **fields}))

    def _ask(self, method: str, path: str, body: str | None) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", 8080)
        headers = {"Host": self._host, **_PROXY, "Origin": f"https://{self._host}",
                   "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for each in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = each.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status in {302, 303}:
            return self._ask("GET", answer.headers["Location"].removeprefix(f"https://{self._host}"),
                             None)
        if answer.status != 200:
            raise SystemExit(f"{method} {path}: {answer.status}\n{text}")
        return text


def main(host: str, name: str, password: str, new: str) -> None:
    """Sign in, take an own password, look at the system page."""
    visitor = Visitor(host)
    page = visitor.post("/sign-in", visitor.get("/sign-in"), name=name, password=password)
    if new:
        (action,) = re.findall(r'action="([^"]*password[^"]*)"', page)
        visitor.post(action, page, old=password, new=new, again=new)
    print(visitor.get("/system"))


if __name__ == "__main__":
    main(*sys.argv[1:])
