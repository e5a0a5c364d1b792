"""The web front: pages for officers, rendered on the server, over the engine's door."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from engine import Configuration, ConfigurationRefused, Engine, Role
from web import log
from web.arrivals import arrivals
from web.casework import (
    assistance,
    cases,
    charging,
    clock_strip,
    consultations,
    excess,
    intake,
    items,
    legal,
    letters,
    mending,
    my_work,
    page,
    paper,
    remedies,
    review,
    tasks,
    transfers,
)
from web.frame import access, characters, errors, forms, headers, language, vocabulary
from web.frame.throttle import Window
from web.office import system
from web.public import api, calculator, sign_in, tour, try_window
from web.register import monitor, proceedings, register

HERE = Path(__file__).parent
BUNDLES = ("app.js", "app.css", "diagram.js", "diagram.css")
MOST_BYTES = 25 * 1024 * 1024       # one submission with all its attachments
MOST_FORM_BYTES = 2 * 1024 * 1024   # what is typed, without files
MOST_FORM_PARTS = 300


def create_app(engine: Engine, configuration: Configuration) -> Flask:
    """The application over an engine.

    Raises ConfigurationRefused when the front end or the English catalogue has not been
    built, and access.UnguardedRoute when a route does not say for whom it is open.
    """
    app = Flask("web", root_path=str(HERE))
    app.url_map.converters["int"] = forms.StoredNumber
    app.config.update(
        SECRET_KEY=configuration.secret_key(),
        SECURE=configuration.https,
        TRUSTED_HOSTS=list(configuration.trusted_hosts) or None,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_FORM_BYTES,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,       # a page left open over lunch is still good
        WTF_CSRF_SSL_STRICT=False,      # Sec-Fetch-Site says it better than a Referer
        BABEL_DEFAULT_LOCALE=language.CHINESE,
        BABEL_TRANSLATION_DIRECTORIES=str(HERE / "translations"),
    )
    app.extensions["gongkai"] = engine
    app.session_interface = access.FormCookie()
    _trust(app, configuration.proxies)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    log.install(app)
    headers.install(app)
    errors.install(app)
    language.install(app)
    access.install(app)
    app.extensions[try_window.NAME] = Window(try_window.A_MINUTE)
    app.extensions["gongkai_password_window"] = Window(
        sign_in.PASSWORD_TRIES, sign_in.PASSWORD_SECONDS
    )
    characters.install(app)
    CSRFProtect(app).exempt(api.pages)
    for room in (
        sign_in, my_work, arrivals, intake, cases, items, consultations, assistance, transfers,
        excess, charging, review, legal, remedies, tasks,
        letters, mending, register, proceedings, monitor, system, calculator, api, tour,
    ):
        app.register_blueprint(room.pages)
    _give_words(app)
    access.check_every_route(app)
    return app


def _trust(app: Flask, proxies: int) -> None:
    """Believe what the proxies before this server say of the browser; nobody else.

    Each adds the address that it sees to X-Forwarded-For, so the one that counts stands as many
    places from the right as there are proxies. Of the scheme only the nearest one is asked.
    """
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=1, x_host=0, x_port=0, x_prefix=0
        )


def _give_words(app: Flask) -> None:
    addresses = _bundle_addresses()

    def bundle(name: str) -> str:
        return url_for("static", filename=f"dist/{name}", v=addresses[name])

    app.jinja_env.globals.update(
        bundle=bundle, Role=Role, words=vocabulary, clock=clock_strip, new_key=forms.new_key,
        legal_today=lambda: access.the_engine().today(),
        page_sections=page_sections, INTAKE_PAPERS=forms.INTAKE_PAPERS,
        layout=page.layout, PICTURES=cases.PICTURES, on_paper=paper.on_paper,
    )


def _bundle_addresses() -> dict[str, str]:
    found = {}
    for name in BUNDLES:
        path = HERE / "static" / "dist" / name
        if not path.is_file():
            raise ConfigurationRefused(
                reason="网页前端尚未生成，请运行 npm ci --ignore-scripts && npm run build"
            )
        found[name] = sha256(path.read_bytes()).hexdigest()[:12]
    if not (HERE / "translations" / "en" / "LC_MESSAGES" / "messages.mo").is_file():
        raise ConfigurationRefused(
            reason="英文词表尚未编译，请运行 python -m web.catalogue compile"
        )
    return found


def page_sections(actor: Any) -> list[tuple[str, str]]:
    """What stands in the top bar for this person: (endpoint, title)."""
    sections = [("my_work.tasks", "待办")]
    if Role.INTAKE_OFFICER in actor.roles:
        sections += [("arrivals.overview", "来件"), ("intake.form", "登记申请")]
    if Role.LEGAL_OFFICER in actor.roles:
        sections.append(("legal.desk", "受托会商"))
    if actor.roles & {Role.INTAKE_OFFICER, Role.MANAGER}:
        sections.append(("transfers.overview", "移送"))
    sections.append(("register.list_cases", "办件登记簿"))
    if Role.LEGAL_OFFICER in actor.roles:
        sections.append(("proceedings.list_remedies", "复议诉讼"))
    if actor.roles & {Role.MANAGER, Role.SUPERVISOR}:
        sections.append(("monitor.overview", "监控"))
    if Role.SUPERVISOR in actor.roles and Role.ADMINISTRATOR not in actor.roles:
        sections.append(("system.record.overview", "审计记录"))
    if Role.ADMINISTRATOR in actor.roles:
        sections.append(("system.overview", "系统"))
    return sections
