"""What every answer carries so that a browser trusts this site and nothing else."""

from flask import Flask, request
from werkzeug.wrappers import Response

from web.frame.access import by_htmx

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",         # a PDF of a case; nothing else of ours may be framed
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def dress(response: Response) -> Response:
    """Put the headers on; what stands behind a sign-in is never stored by a browser."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if by_htmx():       # a script puts into a page only what this header says is ours
        response.headers["HX-Answered"] = "gongkai"
    if request.endpoint == "static" and response.status_code == 200:
        if "v" in request.args:  # the address names the content, so it may be kept for ever
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


def install(app: Flask) -> None:
    """Dress every answer of the application, errors among them."""
    app.after_request(dress)
