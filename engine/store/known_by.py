"""By what somebody is known again, as digests: name, document and telephone.

What is compared is never written into a statement or a log as it is. Each way to write the same
gives one digest.
"""

import hashlib
import re

from engine.store.folding import folded

_NEXT_NUMBER = re.compile(r"[、，,;；/]|转")
_CHINA = re.compile(r"(?:00)?86(?=\d{10,})")


def known_by(name: str, id_number: str, phone: str) -> dict[str, str]:
    """The digests of an applicant by column: name_digest, id_digest, phone_digest; each empty
    where he gave none."""
    digits = "".join(re.findall(r"\d", _NEXT_NUMBER.split(phone)[0]))
    return {
        "name_digest": _digest(folded(name)), "id_digest": _digest(folded(id_number)),
        "phone_digest": _digest(_CHINA.sub("", digits, count=1) if len(digits) >= 7 else ""),
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""
