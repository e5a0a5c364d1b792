"""The kinds of applicants, of their documents, and of what an agent may do for them."""

#: Columns of table three of the annual report; of joint applicants the representative's counts.
APPLICANT_KINDS = {
    "natural_person": "自然人",
    "enterprise": "商业企业",
    "research": "科研机构",
    "welfare": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_organisation": "其他",
}
ID_KINDS = {
    "identity_card": "居民身份证",
    "passport": "护照",
    "travel_permit": "港澳台居民通行证、居住证",
    "credit_code": "统一社会信用代码",
    "other": "其他证件",
}
#: What an agent showed that he may do (授权委托书); none: he has shown nothing yet.
AUTHORITIES = {
    "none": "没有提供授权委托书",
    "applies": "代为提出申请",
    "applies_and_receives": "代为提出申请、接收文书",
}
#: How the parts of those beside an applicant are called.
JOINT, AGENT = "joint", "agent"


def documents_of(kind: str, country: str) -> tuple[str, ...]:
    """The kinds of document that an applicant of this kind can have."""
    if kind != "natural_person":
        return ("other",) if country else ("credit_code", "other")
    return ("passport", "travel_permit", "other") if country else (
        "identity_card", "passport", "travel_permit", "other")
