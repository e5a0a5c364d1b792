"""What a letter offers to choose from: replies that the same applicant had before.

《政府信息公开条例》第三十六条第六项：行政机关已就申请人提出的政府信息公开申请作出答复、申请人重复申请公开
相同政府信息的，告知申请人不予重复处理。
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import letters
from engine.correspondence import rows
from engine.statute.calendar.zone import local_day
from engine.store import Connection
from engine.store.shapes import ApplicantRow, CaseRow
from letters import date_in_words

_MOST = 30


@dataclass(frozen=True, slots=True)
class EarlierReply:
    """A reply of the agency to the same applicant. value: what a form keeps of the choice."""

    value: str
    on: date
    title: str
    number: str
    subject: str

    @property
    def words(self) -> str:
        """How it is offered, in Chinese."""
        return f"{date_in_words(self.on)}《{self.title}》（{self.number}）：{self.subject}"

    @property
    def fills(self) -> Mapping[str, object]:
        """The facts that it says instead of an officer."""
        return {
            "earlier_reply_on": self.on, "earlier_reply_title": self.title,
            "earlier_reply_number": self.number,
        }


def earlier_replies(
    connection: Connection, case: CaseRow, applicant: ApplicantRow
) -> tuple[EarlierReply, ...]:
    """Replies that this agency issued to the same applicant by the day it received this request,
    the latest first. Same name, and the same number of identity where both gave one."""
    found = []
    for row in rows.replies_to(
        connection, case["agency_id"], applicant["name"], case["id"], case["received_on"]
    ):
        same = not row["id_number"] or row["id_number"] == (
            applicant["id_number"] or row["id_number"])
        if same and row["issued_at"] is not None:
            kind = letters.kinds().get(row["kind"])
            found.append(EarlierReply(
                str(row["id"]), local_day(row["issued_at"]),
                kind.heading if kind else row["title"], row["number"], row["subject"],
            ))
    return tuple(each for each in found if each.on <= case["received_on"])[:_MOST]
