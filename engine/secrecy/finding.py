"""What a reviewer found of an item, or of a document that goes with the reply, and what follows.

《政府信息公开条例》第十四条：依法确定为国家秘密的政府信息不予公开；第十七条：行政机关不能确定政府信息是否可以公开
的，应当依照法律、法规和国家有关规定报有关主管部门或者保密行政管理部门确定.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.items import answers
from engine.items.item import RequestItem
from engine.processes.executable import ExecutableProcess
from engine.record.event import digest_of
from engine.secrecy import rows
from engine.statute.values import grounds
from engine.store import Connection
from engine.store.shapes import SecrecyFindingRow

MOST_SAID = 1000
PASSED = "secrecy/passed"       # by which a diagram asks whether every item passes
SECRECY_FINDINGS: Mapping[str, str] = {
    "may_disclose": "可以公开", "partly": "区分处理后可以公开", "may_not": "不得公开",
    "cannot_decide": "不能确定",
}
#: By these something is withheld, for a reason and on a basis; it may be a state secret.
WITHHELD = frozenset({"partly", "may_not"})
#: 《中华人民共和国保守国家秘密法》第十四条：国家秘密的密级分为绝密、机密、秘密三级.
LEVELS: Mapping[str, str] = {"top": "绝密", "high": "机密", "secret": "秘密"}


@dataclass(frozen=True, slots=True)
class Matter:
    """What is reviewed by itself: an item of the request, or a document that goes with the reply.

    number: of the item, 0 for a document, whose name stands in document. digest: of what the item
    asks, of the document's name; place: what it is called in Chinese.
    """

    number: int
    document: str
    digest: str
    place: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A matter with the finding that holds for what it is now; None: none holds.

    said: the finding, of ``SECRECY_FINDINGS``, "" when there is none; current: made of the text at
    hand.
    gives: what the reply at hand discloses of it, "whole", "part" or ""; of_secret: it withholds
    a part as a state secret.
    """

    matter: Matter
    finding: SecrecyFindingRow | None
    said: str = ""
    current: bool = False
    gives: str = ""
    of_secret: bool = False

    @property
    def secret(self) -> bool:
        """Whether it is on record that this is a state secret."""
        return self.finding is not None and self.finding["secret"]

    def lacks(self) -> str:
        """Why a reply may not leave, as far as this goes, in Chinese; "" else. Who finds that it
        may be disclosed has read this very text; what may not be disclosed stays so."""
        place = self.matter.place
        if not self.said:
            return f"{place}还没有认定，请在“保密审查”中逐项认定"
        if self.said == "cannot_decide":
            return f"{place}不能确定是否可以公开，请报保密行政管理部门或者有关主管部门确定"
        if self.said == "may_not" and self.gives:
            return (f"{place}认定为不得公开，而答复稿拟予公开，请退回修改；"
                    "情况已经变化的，先重新认定")
        if self.said == "partly" and self.gives == "whole":
            return f"{place}认定为区分处理后可以公开，而答复稿拟全部公开，请退回修改"
        if self.of_secret and not self.secret:
            return (f"答复稿以国家秘密为由不公开{place}的一部分，而认定中没有密件索引，"
                    "请认定为“区分处理后可以公开”并登记密件索引")
        if self.said != "may_not" and not self.current:
            return f"{place}的认定是对修改以前的文稿作出的，请按现在的文稿重新认定"
        return ""


def by_item(process: ExecutableProcess) -> bool:
    """Whether cases of this release are reviewed item by item; earlier ones as a whole."""
    return any(
        PASSED in follows for definition in process.release.definitions.values()
        for follows in definition.followed_by.values()
    )


def of_item(item: RequestItem) -> Matter:
    """An item: asked otherwise, it is to be found anew."""
    return Matter(item.number, "", digest_of(item.row["description"]), answers.place(item))


def of_document(name: str) -> Matter:
    """A document that goes with the reply, by its name."""
    return Matter(0, name, digest_of(name), f"附件“{name}”")


def reviewed(
    connection: Connection, case_id: int, matters: Iterable[Matter]
) -> tuple[Reviewed, ...]:
    """Each with the latest finding that was made of what it is now."""
    latest = {(each["number"], each["document"]): each
              for each in rows.of_case(connection, case_id)}
    found = ((each, latest.get((each.number, each.document))) for each in matters)
    return tuple(
        Reviewed(matter, row, row["finding"])
        if row is not None and row["item_digest"] == matter.digest else Reviewed(matter, None)
        for matter, row in found
    )


def gives(ground: str) -> str:
    """How much is supplied on this ground: whole | part | ""."""
    return {"予以公开": "whole", "部分公开": "part"}.get(grounds.group_of(ground), "")


def speaks_against(
    connection: Connection, case_id: int, items: Iterable[RequestItem], answered: Mapping[int, str]
) -> str:
    """Why a reply would contradict the findings, in Chinese; "" else.

    answered: the ground on which it answers each item, by the item's number.
    """
    wanted = [number for number, ground in answered.items() if grounds.withholds_secret(ground)]
    if not wanted:
        return ""
    asked = [of_item(each) for each in items if each.number in wanted]
    lacking = [each.matter.number for each in reviewed(connection, case_id, asked)
               if not (each.secret and each.said == "may_not")]
    if not lacking:
        return ""
    numbered = f"第{'、'.join(map(str, lacking))}项" if len(answered) > 1 else "所申请的信息"
    return (
        f"没有{numbered}属于国家秘密的认定。请保密审查员在“保密审查”中逐项认定并登记密件索引，"
        "或者报保密行政管理部门、有关主管部门确定"
    )
