"""Passwords that the system makes up: read out over the telephone, typed once, then changed."""

import secrets

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"     # none that is easily taken for another


def first_password() -> str:
    """Sixteen random letters and digits in four groups: some 79 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
