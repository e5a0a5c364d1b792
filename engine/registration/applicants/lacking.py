"""What a request is short of: told once within seven working days, not at the counter.

《政府信息公开条例》第二十九条 names what a request holds; what is missing is asked for by a
correction (第三十条). An agent shows his authority and both identities.
"""

from collections.abc import Sequence

from engine.registration.applicants.rows import Beside
from engine.store.shapes import ApplicantRow


def lacking(applicant: ApplicantRow, beside: Sequence[Beside]) -> tuple[str, ...]:
    """What a correction would ask for, each in a few Chinese words; empty when nothing is."""
    found = [] if applicant["id_number"] else ["申请人的身份证明"]
    joint = [each for each in beside if each["part"] == "joint"]
    if any(not each["id_number"] for each in joint):
        found.append("其他共同申请人的身份证明")
    for agent in (each for each in beside if each["part"] == "agent"):
        if agent["authority"] == "none":
            found.append("授权委托书")
        if not agent["id_number"]:
            found.append("代理人的身份证明")
    if not (applicant["phone"] or applicant["email"] or applicant["address"]):
        found.append("申请人本人的联系方式")
    return tuple(found)
