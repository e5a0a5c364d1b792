"""Who may open which page: nothing opens unless its view says for whom.

Every view carries one of three marks: ``@public`` (anybody), ``@signed_in`` (anybody with
an account) or ``@open_to(Role, …)``. ``check_every_route`` refuses to start an application
that has a route without a mark. What a person sees inside a page (which agency, which case)
is the engine's decision, not this module's.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, make_response, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface
from werkzeug.wrappers import Response as AnyResponse

from engine import Actor, Engine, NotPermitted, OwnPasswordFirst, Role
from web.frame.language import translate

View = TypeVar("View", bound=Callable[..., Any])
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Permission:
    """For whom a view is open. ``roles`` empty with ``sign_in``: anybody with an account.

    first: also for whoever signed in with a password that somebody else chose.
    """

    sign_in: bool
    roles: frozenset[Role] = field(default_factory=frozenset)
    first: bool = False

    def allows(self, actor: Actor | None) -> bool:
        """Whether this person may open the view at all."""
        if not self.sign_in:
            return True
        if actor is None:
            return False
        return not self.roles or bool(self.roles & actor.roles)


class UnguardedRoute(Exception):
    """A route that does not say for whom it is open; the application does not start."""


def public(view: View) -> View:
    """Open to anybody, signed in or not."""
    view.permission = Permission(sign_in=False)  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open to everybody who has signed in."""
    view.permission = Permission(sign_in=True)  # type: ignore[attr-defined]
    return view


def signed_in_first(view: View) -> View:
    """Open to everybody who has signed in, also before he has a password of his own."""
    view.permission = Permission(sign_in=True, first=True)  # type: ignore[attr-defined]
    return view


def open_to(*roles: Role) -> Callable[[View], View]:
    """Open to those who hold one of the roles."""

    def mark(view: View) -> View:
        view.permission = Permission(  # type: ignore[attr-defined]
            sign_in=True, roles=frozenset(roles)
        )
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """The mark of a view, or None when it has none."""
    return getattr(app.view_functions[endpoint], "permission", None)


def check_every_route(app: Flask) -> None:
    """Refuse an application with a route that has no mark. Raises UnguardedRoute."""
    for rule in app.url_map.iter_rules():
        if permission_of(app, rule.endpoint) is None:
            raise UnguardedRoute(
                f"{rule.rule} ({rule.endpoint}) says nothing of who may open it: "
                "mark its view with @public, @signed_in or @open_to(Role, …)"
            )


def the_engine() -> Engine:
    """The engine that this application shows."""
    engine: Engine = current_app.extensions["gongkai"]
    return engine


def actor() -> Actor:
    """Who is signed in. Only for views that are not public."""
    person: Actor | None = g.get("actor")
    if person is None:
        abort(401)
    return person


def over_https() -> bool:
    """Whether the browser speaks https: the installation says so, or a trusted proxy does."""
    return bool(current_app.config["SECURE"]) or request.is_secure


def bound_to_host(name: str) -> str:
    """``__Host-`` binds a cookie to this very host; browsers accept it over https only."""
    return f"__Host-{name}" if over_https() else name


def cookie_name() -> str:
    """The name of the cookie that holds the session."""
    return bound_to_host("gongkai_session")


class FormCookie(SecureCookieSessionInterface):
    """The cookie behind the form tokens, kept as closely as the session's."""

    def get_cookie_name(self, app: Flask) -> str:
        return bound_to_host("gongkai_form")

    def get_cookie_secure(self, app: Flask) -> bool:
        return over_https()


def give_session(response: AnyResponse, token: str) -> None:
    """Hand the browser its session: unreadable to scripts, not sent across sites."""
    response.set_cookie(
        cookie_name(), token, httponly=True, samesite="Lax",
        secure=over_https(), path="/",
    )


def take_session(response: AnyResponse) -> None:
    """Make the browser forget its session."""
    response.delete_cookie(
        cookie_name(), httponly=True, samesite="Lax", secure=over_https(), path="/"
    )


def session_token() -> str:
    """The token that the browser sent, or empty."""
    return request.cookies.get(cookie_name(), "")


def by_htmx() -> bool:
    """Whether htmx asked, which swaps a part of the page and follows ``HX-Redirect``."""
    return request.headers.get("HX-Request") == "true"


def go_to(address: str) -> AnyResponse:
    """Send the browser on after a deed, whether a script or the browser itself asked."""
    if by_htmx():
        response: AnyResponse = make_response("", 200)
        response.headers["HX-Redirect"] = address
        return response
    return redirect(address, code=303)


def own_address(text: str | None) -> str:
    """An address inside this site to return to, or empty: never another host."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return ""
    parts = urlsplit(text)
    if parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in text):
        return ""
    return text


def refuse_other_sites() -> None:
    """A browser says where an unsafe request comes from; other sites have no business here."""
    if request.method in UNSAFE:
        site = request.headers.get("Sec-Fetch-Site")
        if site not in (None, "same-origin", "none"):
            abort(403, description=translate(
                "请求来自其他网站，已被拒绝。请在本系统的页面上操作。"
            ))


def guard() -> AnyResponse | None:
    """Before every request: who is it, and is the view open to them?"""
    refuse_other_sites()
    token = session_token()
    g.actor = the_engine().session(token) if token and request.endpoint != "static" else None
    if request.endpoint is None:
        return None
    permission = permission_of(current_app, request.endpoint)
    if permission is None:
        abort(403)
    if permission.sign_in and not permission.first and g.actor and g.actor.password_given:
        return _ask_for_own_password()
    if permission.allows(g.actor):
        return None
    if g.actor is None:
        return _ask_to_sign_in()
    raise NotPermitted(roles="、".join(sorted(role.title for role in permission.roles)))


def _ask_to_sign_in() -> AnyResponse:
    if request.method in UNSAFE or by_htmx():
        abort(401)      # leading away would lose what stands typed in the open page
    return redirect(url_for("sign_in.form", next=_this_address()))


def _ask_for_own_password() -> AnyResponse:
    if request.method in UNSAFE or by_htmx():
        raise OwnPasswordFirst()
    return redirect(url_for("sign_in.password_form", next=_this_address()))


def _this_address() -> str:
    return request.full_path if request.query_string else request.path


def install(app: Flask) -> None:
    """Guard every request of the application."""
    app.before_request(guard)
    app.view_functions["static"] = public(app.view_functions["static"])
