"""What people wrote in forms, as words within the sentences of a letter."""

import re
from typing import Any

from declared.field import lines
from letters import Fact

_BECAUSE = re.compile(r"因为|由于|因(?![特素果])")     # but 因特网, 因素 and 因果 are words


def as_one_line(text: str) -> str:
    """Paragraphs as one line of a letter; their own marks stay, 。 between them becomes ；."""
    parts = (line.strip().rstrip("。；;") for line in text.splitlines())
    return "；".join(part for part in parts if part)


def as_printed(fact: Fact, value: Any) -> Any:
    """What a form handed in, as a letter's fact: a phrase, or a list of its lines."""
    if fact.type == "text":
        return as_one_line(value) if fact.source == "rule" and isinstance(value, str) else (
            _phrase(value))
    return lines(value) if fact.type == "list" and isinstance(value, str) else value


def _phrase(value: Any) -> Any:
    """What was written in sentences, as one phrase within a sentence that says 因 itself."""
    if not isinstance(value, str):
        return value
    lines = (line.strip().strip("，。；") for line in value.splitlines())
    text = "，".join(line for line in lines if line)
    because = _BECAUSE.match(text)
    return text[because.end():] if because else text
