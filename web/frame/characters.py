"""A NUL, which no database text can hold: refused where it was typed, passed over in an address."""

from flask import Flask, abort, request
from werkzeug.datastructures import ImmutableMultiDict

from engine import InvalidInput
from web.frame.language import translate

NUL = "\0"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def refuse_nul() -> None:
    """Before every view. Raises InvalidInput naming the input; such a path leads nowhere."""
    if NUL in request.path:
        abort(404)
    if any(NUL in name + value for name, value in request.args.items(multi=True)):
        request.args = ImmutableMultiDict(
            (name, value.replace(NUL, "")) for name, value in request.args.items(multi=True)
            if NUL not in name
        )
    if request.mimetype not in FORMS:       # programs' bodies are read within limits of their own
        return
    found = [name for name, value in request.form.items(multi=True) if NUL in name + value]
    if found:
        text = translate("填写的内容中有不能识别的控制字符（U+0000），请删去后重新输入。")
        raise InvalidInput(dict.fromkeys(found, text))


def install(app: Flask) -> None:
    """Look at every request, after it is known whose it is."""
    app.before_request(refuse_nul)
