"""What can be wrong with a letter. Every message is Chinese and says what to do about it."""


class LetterError(Exception):
    """Anything that keeps a letter from being composed, rendered or converted."""


class UnknownKind(LetterError):
    """No folder of this name under ``letters/kinds``."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"没有名为“{kind}”的文书种类。")


class MissingFact(LetterError):
    """The letter may not go out without this fact."""

    def __init__(self, kind: str, fact: str, label: str) -> None:
        self.kind, self.fact, self.label = kind, fact, label
        super().__init__(f"文书“{kind}”缺少“{label}”，请填写后再制作文书。")


class UnsuitableFact(LetterError):
    """A fact of the wrong type, too long, or holding characters no letter may hold."""

    def __init__(self, kind: str, fact: str, label: str, reason: str) -> None:
        self.kind, self.fact, self.label, self.reason = kind, fact, label, reason
        super().__init__(f"文书“{kind}”不合要求：{reason}")


class MalformedKind(LetterError):
    """A kind's files contradict themselves. Found when the catalogue is loaded, never later."""


class LetterUnfaithful(LetterError):
    """What was read back from the finished paper is not what was composed."""


class PdfUnavailable(LetterError):
    """LibreOffice is missing, failed, or did not finish in time. The docx is enough without."""
