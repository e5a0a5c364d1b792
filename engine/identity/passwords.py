"""Which passwords are good enough to be accepted."""

import unicodedata
from pathlib import Path

SHORTEST = 10
LONGEST = 200

# What guessers try first that is long enough otherwise, one a line, in small letters. A short
# piece over and over is found by rule.
_COMMONEST = frozenset(
    Path(__file__).with_name("commonest_passwords.txt").read_text(encoding="utf-8").split()
)


def problem_with(password: str, *, sign_in_name: str) -> str | None:
    """What is wrong with a new password, in words for its owner; None when nothing is."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(password) < SHORTEST:
        return f"密码太短，至少需要 {SHORTEST} 个字符，可以用几个不相关的词连起来。"
    if len(password) > LONGEST:
        return f"密码太长，最多 {LONGEST} 个字符。"
    name = sign_in_name.casefold()
    if name and len(plain.replace(name, "")) <= SHORTEST // 2:
        return "密码不能由用户名组成，请换一个。"
    if plain in _COMMONEST or _repeats(plain):
        return "这是最常被猜中的密码之一，请换一个。"
    return None


def _repeats(plain: str) -> bool:
    """The same up to four characters over and over."""
    return any(plain == (plain[:n] * len(plain))[:len(plain)] for n in range(1, 5))
