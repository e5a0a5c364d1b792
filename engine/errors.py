"""What the engine refuses, and what it tells the person to do.

Each refusal is a class. ``template`` is the Chinese sentence (also the message id of the
English catalogue); its ``{names}`` are filled from the keyword arguments.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """The command was not carried out; nothing was changed."""

    template: ClassVar[str] = "操作未能完成，请稍后重试。"

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.template.format(**facts))


class NotFound(Refusal):
    """Nothing there that this person may see: also another agency's case."""

    template = "没有找到您要的内容，可能已被移走，或者不属于您所在的机关。"


class NotPermitted(Refusal):
    """The person holds none of the roles that may do this."""

    template = "您没有办理这项工作的权限（需要：{roles}）。如确需办理，请联系系统管理员。"


class OwnPasswordFirst(Refusal):
    """The person signed in with a password that somebody else chose."""

    template = "您现在的密码是由他人设定的，请先用“修改密码”改成自己的密码，再办理其他工作。"


class SeparationOfDuties(Refusal):
    """The person did the step that this step is there to check."""

    template = "“{task}”不能由办理“{earlier}”的同一人完成，请交由其他人员办理。"


class WrittenByHimself(SeparationOfDuties):
    """The person wrote some of the text that the step is there to check."""

    template = "“{earlier}”中有您写过的文字，“{task}”不能由您完成，请交由其他人员办理。"


class SignedBefore(SeparationOfDuties):
    """The person agreed at another level of the same round of sign-off."""

    template = "您已在本轮“{earlier}”环节签署意见，“{task}”应当由其他人员办理。"


class LevelsNotAgreed(Refusal):
    """A reply would be signed though a level of its chain has not agreed to this very text."""

    template = "各审批层级尚未对现有文本全部同意，不能签发，请退回后重新送审。"


class TaskAlreadyDone(Refusal):
    """Another officer was first."""

    template = "“{task}”已由{by}于{at}办理完毕，您填写的内容没有提交，但仍保留在页面上。"


class TaskNoLongerOpen(Refusal):
    """The process moved on: a timer fired or the case ended."""

    template = "“{task}”已不需要办理（流程已经向前推进），您填写的内容没有提交，但仍保留在页面上。"


class TaskHeldByAnother(Refusal):
    """Somebody has claimed the task."""

    template = "“{task}”已由{holder}签收，请先与其联系，由其放回或者移交。"


class CaseMovedOn(Refusal):
    """Two commands met on one case; this one lost and changed nothing."""

    template = "办件刚刚被其他人员更新，您的操作没有生效。请查看最新情况后再提交。"


class AgencyChangedMeanwhile(Refusal):
    """Two administrators met on one agency; this one changed nothing."""

    template = (
        "该机关刚刚由{by}作了变更，您填写的内容没有提交，仍保留在页面上。"
        "没有改动过的各项已换成最新内容，请核对后再提交。"
    )


class SentWithOtherContent(Refusal):
    """The form was carried out before, and says something else now. ``result``: what it gave."""

    template = (
        "这份表单已于{at}提交并办理，按当时填写的内容生效；这次改动过的内容没有提交，仍保留在页面上。"
        "请先查看办理结果；还需要改动的，请在新打开的页面上办理。"
    )


class TooManyCases(Refusal):
    """More cases than one file may hold."""

    template = "符合条件的办件超过 {most} 件，不能一次导出。请缩小范围，例如按收到日期分段导出。"


class NotRevealed(Refusal):
    """The applicant's identity is shown for a stated reason, and for a short while."""

    template = "查看完整身份信息须先写明原因；上次查看已超过时间的，请重新写明。"


class CaseClosed(Refusal):
    """The case is archived and read-only."""

    template = "办件已经归档，不能再修改。"


class CaseMergedAlready(Refusal):
    """The case was merged into another, which answers for it. ``number``: of the other."""

    template = "本办件已并入{number}，不再单独办理，请打开那一件办理。"


class CaseVoided(Refusal):
    """The case was registered in error."""

    template = "本办件的登记已经作废，不能再办理。确需办理的，请重新登记。"


class RegisteredTwice(CaseVoided):
    """The case was registered twice. ``number``: of the one that goes on."""

    template = "本办件与{number}重复登记，已经作废，不能再办理，请打开那一件办理。"


class InvalidInput(Refusal):
    """One or more fields are wrong. ``problems`` maps a field's name to its message."""

    template = "有 {count} 处需要更正：{summary}"

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(count=len(problems), summary="；".join(problems.values()))


class UnlawfulAct(Refusal):
    """The statute does not allow this act now. ``article`` names the rule."""

    template = "{reason}（依据：{article}）"


class LetterNotReady(Refusal):
    """The reply letter lacks something the law or the paper needs."""

    template = "答复文书还不能制发：{reason}"


class LetterFactsRefused(LetterNotReady):
    """Facts typed for a letter are wrong. ``problems`` maps a fact's name to its message."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(reason="；".join(text.rstrip("。") for text in problems.values()))


class PdfNotMade(Refusal):
    """LibreOffice is missing, busy or failed; the docx is the document and is not affected."""

    template = "暂时不能生成 PDF：{reason}"


class FileRefused(Refusal):
    """An upload that is too large, disguised or of a kind not accepted."""

    template = "附件“{name}”没有收下：{reason}"


class DatabaseBusy(Refusal):
    """The write lock could not be had in time."""

    template = "系统正忙，您的操作没有保存。请稍等片刻再提交一次，已填写的内容不会丢失。"


class DatabaseFull(Refusal):
    """The disk is full or read-only."""

    template = "数据无法写入（磁盘已满或者只读），您的操作没有保存。请立即联系系统管理员。"


class DatabaseAway(Refusal):
    """The database cannot be reached. ``why``: for who looks after the installation."""

    template = (
        "数据库暂时连接不上，您的操作没有保存。请稍等片刻再试；一直不行的，请联系系统管理员。"
    )

    def __init__(self, why: str = "") -> None:
        self.why = why
        super().__init__()


class DatabaseUnsure(Refusal):
    """The connection was lost while the transaction was being committed."""

    template = (
        "与数据库的连接在保存时中断，不能确定您的操作是否已经保存。"
        "请先打开办件或者登记簿查看，确实没有保存的再提交一次。"
    )


class SignInRefused(Refusal):
    """Wrong name or password; says the same for both."""

    template = "用户名或者密码不正确。"


class SignInThrottled(Refusal):
    """Too many failed attempts."""

    template = "登录失败次数过多，请在 {minutes} 分钟后再试。"


class DiagramRefused(Refusal):
    """A process diagram that may not be executed. ``problems`` lists each reason."""

    template = "流程图“{process}”不能使用：{summary}"


class StateRefused(Refusal):
    """Stored process state that is not what the engine wrote."""

    template = "办件 {case} 的流程数据校验不符，已停止办理。请联系系统管理员核查审计记录。"


class ConfigurationRefused(Refusal):
    """The installation is set up in a way that is not safe to run."""

    template = "配置有误：{reason}"


class BackupRefused(Refusal):
    """A backup that was not made, or is not restored."""

    template = "备份有误：{reason}"
