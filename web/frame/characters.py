"""Characters that no field takes as they come, and a field without a name.

A NUL, which no database text can hold, is refused where it was typed and passed over in an address.
What holds the numbers of our own letters together (a joiner, a hyphen that does not break) comes
along when they are copied from the paper, and is taken for what it shows.
"""

from flask import Flask, abort, request
from werkzeug.datastructures import ImmutableMultiDict

from engine import InvalidInput
from web.frame.language import translate

NUL = "\0"
PASSWORDS = ("password", "old", "new", "again")
OF_LETTERS = str.maketrans({"\u2060": None, "\u2011": "-"})
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def look() -> None:
    """Before every view. Raises InvalidInput naming an input with a NUL; such a path is not found.
    """
    if NUL in request.path:
        abort(404)
    if any(NUL in name + value for name, value in request.args.items(multi=True)):
        request.args = ImmutableMultiDict(
            (name, value.replace(NUL, "")) for name, value in request.args.items(multi=True)
            if NUL not in name
        )
    if request.mimetype not in FORMS:       # programs' bodies are read within limits of their own
        return
    if None in request.form:                # a part of a multipart body that says no name
        abort(400)
    found = [name for name, value in request.form.items(multi=True) if NUL in name + value]
    if found:
        text = translate("填写的内容中有不能识别的控制字符（U+0000），请删去后重新输入。")
        raise InvalidInput(dict.fromkeys(found, text))
    request.form = ImmutableMultiDict(
        (name, value if name in PASSWORDS else value.translate(OF_LETTERS))
        for name, value in request.form.items(multi=True)
    )


def install(app: Flask) -> None:
    """Look at every request, after it is known whose it is and before its form token is asked."""
    app.before_request(look)
