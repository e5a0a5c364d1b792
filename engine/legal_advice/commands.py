"""Acts on legal opinions, beside the steps of their process."""

from dataclasses import dataclass, field

from engine.actors.permissions import holders
from engine.actors.roles import Role
from engine.transaction.messages import Command

ADVISING = holders(Role.LEGAL_OFFICER)


@dataclass(frozen=True, kw_only=True)
class NameMaterials(Command[None], permission=holders(Role.HANDLER)):
    """Name the papers of the case on which a question rests, while its opinion is awaited: the
    ids of its attachments. Returns None."""

    advice_id: int
    attachments: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class GiveLegalOpinion(Command[None], permission=ADVISING):
    """The legal office that another agency asked gives its opinion. conclusion: of
    ``CONCLUSIONS``. Returns None."""

    advice_id: int
    conclusion: str
    opinion: str = field(repr=False)
    reasons: str = field(repr=False)
