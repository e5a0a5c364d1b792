"""Signing in and out, one's own password, the language of the pages."""

from math import ceil

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from engine import (
    Actor,
    ChangePassword,
    HealthOf,
    InvalidInput,
    Refusal,
    Role,
    SignInRefused,
    SignInThrottled,
)
from web.frame.access import (
    actor,
    give_session,
    go_to,
    over_https,
    own_address,
    public,
    session_token,
    signed_in_first,
    take_session,
    the_engine,
)
from web.frame.errors import shown_again
from web.frame.forms import kept_key, posted_key
from web.frame.language import COOKIE, LANGUAGES, translate
from web.frame.throttle import Window

pages = Blueprint("sign_in", __name__)
PASSWORD_TRIES, PASSWORD_SECONDS = 10, 600      # of one person
ONE_YEAR = 365 * 24 * 3600


@pages.get("/sign-in")
@public
def form() -> AnyResponse:
    """The sign-in page; who is signed in already goes on to the work."""
    back = own_address(request.args.get("next"))
    if g.get("actor") is not None:
        return redirect(back or _first_page(g.actor))
    return make_response(render_template("public/sign_in.html", back=back, name=""))


@pages.post("/sign-in")
@public
def sign_in() -> AnyResponse:
    """Check name and password and begin a session."""
    back = own_address(request.form.get("next"))
    name = request.form.get("name", "").strip()
    try:
        token = the_engine().sign_in(
            name, request.form.get("password", ""), address=request.remote_addr or ""
        )
    except (SignInRefused, SignInThrottled) as refusal:
        return shown_again("public/sign_in.html", refusal, {"back": back, "name": name})
    old = session_token()
    if old:
        the_engine().sign_out(old)
    response = go_to(back or _first_page(the_engine().session(token)))
    give_session(response, token)
    return response


@pages.post("/sign-out")
@public
def sign_out() -> AnyResponse:
    """End the session, here and on the server."""
    token = session_token()
    if token:
        the_engine().sign_out(token)
    response = go_to(url_for("sign_in.form"))
    take_session(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@pages.post("/language")
@public
def choose_language() -> AnyResponse:
    """Switch between Chinese and English; remembered by the browser."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(404)
    response = go_to(own_address(request.form.get("next")) or "/")
    response.set_cookie(
        COOKIE, chosen, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=over_https()
    )
    return response


@pages.get("/password")
@signed_in_first
def password_form() -> str:
    """Where one's own password is changed; a given one has to be, before anything else."""
    back = own_address(request.args.get("next"))
    return render_template("public/password.html", key=kept_key(), back=back)


@pages.post("/password")
@signed_in_first
def change_password() -> AnyResponse:
    """Change one's own password; every other session ends, and this one begins anew."""
    new, back = request.form.get("new", ""), own_address(request.form.get("next"))
    try:
        _hold_back_guesses()
        if new != request.form.get("again", ""):
            raise InvalidInput({"again": translate("两次输入的新密码不一致。")})
        the_engine().handle(
            ChangePassword(old=request.form.get("old", ""), new=new), actor(), key=posted_key()
        )
    except Refusal as refusal:
        return shown_again("public/password.html", refusal, {"key": kept_key(), "back": back})
    return go_to(back or url_for("my_work.tasks", done="password"))


def _hold_back_guesses() -> None:
    """An open session is no licence to find out the password. Raises InvalidInput."""
    window: Window = current_app.extensions["gongkai_password_window"]
    if seconds := window.wait(str(actor().person_id)):
        raise InvalidInput({"old": translate(
            "修改密码的次数过多，请在 {minutes} 分钟后再试。", minutes=ceil(seconds / 60)
        )})


@pages.get("/")
@public
def start() -> AnyResponse:
    """The front door leads to one's work."""
    return redirect(_first_page(g.actor) if g.get("actor") else url_for("sign_in.form"))


def _first_page(who: Actor | None) -> str:
    """One's tasks; for who has none by duty, what they watch or look after."""
    roles = who.roles if who else frozenset[Role]()
    if roles and roles <= {Role.MANAGER, Role.SUPERVISOR}:
        return url_for("monitor.overview")
    if roles == {Role.ADMINISTRATOR}:
        return url_for("system.overview")
    return url_for("my_work.tasks")


@pages.get("/healthz")
@public
def health() -> Response:
    """For the watchman: 200 when well, 503 with the reasons when not."""
    try:
        state = the_engine().ask(HealthOf())
    except Refusal as refusal:
        return Response(f"{refusal}\n", 503, mimetype="text/plain")
    text = "ok\n" if not state.problems else "\n".join(state.problems) + "\n"
    return Response(text, 503 if state.problems else 200, mimetype="text/plain")
