"""五步了解办理过程: what a newcomer does first, duty by duty."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from engine import Role
from web.frame.access import public
from web.frame.vocabulary import N_

pages = Blueprint("tour", __name__)


@dataclass(frozen=True)
class Step:
    """One step: who signs in, what he does and what he finds."""

    role: Role
    title: str
    does: str
    finds: str


STEPS = (
    Step(Role.INTAKE_OFFICER, N_("登记申请"),
         N_("点“登记申请”，先选申请渠道：收到日期和答复期限随即算出，说明依据。登记后打印登记回执。"),
         N_("在“待办”里审查这件申请：内容明确的交承办人员，不明确的一次性告知补正。")),
    Step(Role.HANDLER, N_("拟制答复"),
         N_("打开“待办”里最紧急的一件，选答复种类，填写只有您知道的内容；左边的文书随填随变。"),
         N_("申请、附件、时限、流程图都在同一页的标签里，换着看，已填写的内容不会丢。")),
    Step(Role.CONFIDENTIALITY_REVIEWER, N_("保密审查"),
         N_("看左边的文书和申请，写审查意见，通过或者退回。"),
         N_("写过文书的人不能审查、签发自己写的内容。")),
    Step(Role.REVIEWER, N_("审核签发"),
         N_("看文书和各环节意见，点“同意签发”。文书随即编号，下一件自动打开。"),
         N_("签发前会再问一次，因为签发后文书不能修改。")),
    Step(Role.INTAKE_OFFICER, N_("送达归档"),
         N_("打印文书，登记送达方式、日期和邮件号；答复日期据此认定。材料齐全后归档。"),
         N_("在“时限”标签里看逐日计算，可以打印附卷。")),
)


@pages.get("/tour")
@public
def show() -> str:
    """The five steps of a request's main road, for who has never seen the system."""
    return render_template("public/tour.html", steps=STEPS)
