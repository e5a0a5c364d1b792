"""What each event of a case or an account says, in one sentence."""

from collections.abc import Mapping

from web.frame.vocabulary import N_

# What each event says. The names in braces are the event's fields, put into words.
SENTENCES: Mapping[str, str] = {
    "RequestRegistered": N_(
        "登记申请，编号 {number}；{channel}，收到日期 {received_on}，答复期限 {due_on}"
    ),
    "ItemDivided": N_("拆分第 {number} 个事项，成为第 {into} 个事项"),
    "ItemAdded": N_("增加第 {number} 个事项"),
    "ItemWithdrawn": N_("申请人撤回第 {number} 个事项"),
    "SearchRecorded": N_("登记第 {number} 个事项的检索记录：{result}"),
    "ItemFound": N_("认定第 {number} 个事项：{ground}"),
    "ItemsAnswered": N_("答复第 {numbers} 个事项"),
    "ItemsReopened": N_("第 {numbers} 个事项重新待答复"),
    "ItemsSplitOff": N_("第 {numbers} 个事项分立为 {into}"),
    "CaseSplitOff": N_("由 {out_of} 的事项分立而来"),
    "CaseMerged": N_("并入 {into} 办理"),
    "CaseTakenIn": N_("并入 {out_of}，成为第 {numbers} 个事项"),
    "ArrivalRegistered": N_("由来件登记为申请"),
    "ArrivalTakenIn": N_("登记来件：{way}，来件日期 {arrived_on}"),
    "ArrivalMended": N_("更正来件情况"),
    "ApplicantCalled": N_("与来件人联系（{on}）：{reached}，{confirmed}"),
    "ArrivalPaperAdded": N_("添加来件材料"),
    "ArrivalPaperQuarantined": N_(
        "隔离删除来件中的涉密材料（{size} 字节，SHA-256 {digest}），理由：{reason}"
    ),
    "ArrivalPassedOn": N_("来件连同原件转交其他单位（{on}）"),
    "ArrivalNoRequest": N_("来件不是政府信息公开申请，办结"),
    "RequestAccepted": N_("受理申请，交由{handler_id}承办"),
    "TaskOpened": N_("等待{role}办理“{name}”"),
    "TaskClaimed": N_("签收“{name}”"),
    "TaskReleased": N_("放回“{name}”，由其他人员签收"),
    "TaskHandedOver": N_("将“{name}”移交{to_person_id}"),
    "TextWritten": N_("在“{name}”中起草文字，存为草稿"),
    "TaskCompleted": N_("办理“{name}”：{outcome_label}"),
    "TaskCancelled": N_("“{name}”不再需要办理"),
    "CorrectionRequested": N_("一次性告知补正，请申请人于 {correct_by} 前补正"),
    "CorrectionReceived": N_("收到补正材料（{on}），答复期限重新起算至 {due_on}"),
    "CorrectionLapsed": N_("申请人无正当理由逾期未补正（{on}）"),
    "TimeLimitExtended": N_("延长答复期限 {working_days} 个工作日：由 {due_before} 延至 {due_on}"),
    "TimeLimitWarned": N_("{limit}临近：{legal_date}"),
    "TimeLimitMissed": N_("{limit}已过：{legal_date}"),
    "SignOffBegun": N_("送审批，层级：{levels}"),
    "SignedAtLevel": N_("{level}同意"),
    "ReturnedFromLevel": N_("{level}退回{returned_to}"),
    "LevelsAdded": N_("增加审批层级：{levels}"),
    "ReplyDecided": N_("决定作出“{letter_kind}”"),
    "LetterDrafted": N_("拟制“{kind}”"),
    "LetterReviewed": N_("完成文书公开前审查：{passed}"),
    "LetterIssued": N_("制发“{kind}”，文号 {number}"),
    "ReplyServed": N_(
        "答复送达（{service}），送达日期 {served_on}，答复日期 {replied_on}：{on_time}"
    ),
    "LetterSent": N_("寄出“{kind}”（{service}），交寄日期 {on}"),
    "LetterServed": N_("“{kind}”送达（{service}），送达日期 {on}"),
    "LetterReturned": N_("“{kind}”被退回（{on}）：{reason}"),
    "ServiceMended": N_(
        "更正“{kind}”的送达日期，寄出由 {sent_before} 改为 {sent_on}，"
        "送达或者退回由 {ended_before} 改为 {ended_on}，理由：{reason}"
    ),
    "LetterVoided": N_("收回“{kind}”，文号 {number} 作废，理由：{reason}"),
    "ConsultationOpened": N_("征求意见{number}：{party}"),
    "InquirySent": N_("征求意见{number}：送出征求意见书（{on}），告知申请人 {told_on}"),
    "InquiryDelivered": N_("征求意见{number}：征求意见书送达（{on}），答复意见期限至 {legal_date}"),
    "InquiryReturned": N_("征求意见{number}：征求意见书被退回（{on}）：{reason}"),
    "OpinionReceived": N_("征求意见{number}：{opinion}（{on}）"),
    "ConsultationDecided": N_("征求意见{number}：{decision}"),
    "ThirdPartyTold": N_("征求意见{number}：书面告知第三方（{on}），{from_day} 起可以提供"),
    "ConsultationEnded": N_("征求意见{number}：停止征求，理由：{reason}"),
    "ConsultationMended": N_(
        "征求意见{number}：更正{what}，由 {before} 改为 {after}，理由：{reason}"
    ),
    "LegalQuestionPut": N_("第{number}次提请法制会商，由{adviser_kind}出具意见"),
    "LegalMaterialsNamed": N_("第{number}次法制会商：登记随附材料"),
    "LegalOpinionGiven": N_("第{number}次法制会商：{conclusion}（{on}）"),
    "LegalQuestionGivenUp": N_("第{number}次法制会商：不再等待意见，理由：{reason}"),
    "ExcessOpened": N_("说明理由{number}：开始要求说明理由"),
    "ReasonsAsked": N_(
        "说明理由{number}：制发说明理由通知书（{on}），核实十二个月内申请{earlier}件"),
    "ReasonsGiven": N_("说明理由{number}：收到申请人的说明（{on}）"),
    "ReasonsWithheld": N_("说明理由{number}：确认申请人没有说明，期限为 {legal_date}"),
    "ReasonsWeighed": N_("说明理由{number}：认定{finding}，延迟至 {until}"),
    "ExcessEnded": N_("说明理由{number}：停止要求，理由：{reason}"),
    "ExcessMended": N_(
        "说明理由{number}：更正收到说明的日期，由 {before} 改为 {after}，理由：{reason}"),
    "FeeOpened": N_("信息处理费{number}：开始办理收费"),
    "FeeProposed": N_(
        "信息处理费{number}：拟定{method}，计{units}，此前已计{counted_before}件，共{amount}元"),
    "FeeReturned": N_("信息处理费{number}：退回重新拟定"),
    "FeeNoticed": N_("信息处理费{number}：批准收费并制发收费通知书（{on}），{amount}元"),
    "FeePaid": N_("信息处理费{number}：已缴费（{on}），答复期限重新计算，至 {due_on}"),
    "FeeLapsed": N_("信息处理费{number}：确认逾期未缴费（{on}），缴纳期限为 {legal_date}"),
    "FeeEnded": N_("信息处理费{number}：停止收费，理由：{reason}"),
    "FeeMended": N_("信息处理费{number}：更正缴费日期，由 {before} 改为 {after}，理由：{reason}"),
    "FeeComplained": N_("信息处理费{number}：申请人对收费提出意见（{on}）"),
    "AssistanceAsked": N_("{kind}{number}：分派给 {unit} {person_id}，期限至 {due_on}"),
    "AssistanceAnswered": N_("{kind}{number}：已答复"),
    "AssistanceReturned": N_("{kind}{number}：退回，理由：{reason}"),
    "AssistanceGivenAnew": N_("{kind}{number}：重新分派给 {person_id}，期限至 {due_on}"),
    "AssistanceEnded": N_("{kind}{number}：停止，理由：{reason}"),
    "TransferProposed": N_("移送{number}：提出{manner}（{to_agency}）"),
    "TransferOffered": N_("移送{number}：批准移送，向{to_agency}提出"),
    "TransferNotApproved": N_("移送{number}：不同意移送{to_agency}"),
    "TransferWithdrawn": N_("移送{number}：收回，不再移送{to_agency}，理由：{reason}"),
    "TransferRefused": N_("移送{number}：{to_agency}不接收，理由：{reason}"),
    "CaseHandedOver": N_("移送{number}：{to_agency}接收（{received_on}），由其答复"),
    "CaseTakenOver": N_(
        "移送{number}：由{from_agency}移送，{received_on}收到，本机关登记编号 {number_there}"
    ),
    "RemedyEntered": N_(
        "{kind}{number}：{received_on} 收到副本，{procedure}，答复、答辩期限至 {legal_date}"
    ),
    "RemedyAnswered": N_("复议、诉讼{number}：提交答复、答辩（{on}）{in_time}"),
    "HearingNoted": N_("复议、诉讼{number}：登记事项（{on}）"),
    "RemedyDecided": N_("复议、诉讼{number}：{outcome}（{on}）"),
    "ReplyOrdered": N_(
        "复议、诉讼{number}：责令答复，自 {on} 的次日起{term}{unit}，"
        "答复期限由 {due_before} 改为 {due_on}"
    ),
    "CaseReopened": N_(
        "复议、诉讼{number}：责令重新答复，自 {on} 的次日起{term}{unit}，"
        "重新办理，答复期限至 {due_on}"
    ),
    "TermMended": N_(
        "复议、诉讼{number}：更正责令的期限，由自 {before} 起{term_before}{unit_before}改为"
        "自 {on} 起{term}{unit}，答复期限至 {due_on}，理由：{reason}"
    ),
    "RemedyMended": N_(
        "复议、诉讼{number}：更正{what}，由 {before} 改为 {after}，理由：{reason}"
    ),
    "RemedyFactMended": N_(
        "复议、诉讼{number}：更正{what}，由“{was}”改为“{holds}”，理由：{reason}"
    ),
    "SecrecyFound": N_("第{number}项保密审查：{finding}"),
    "DocumentReviewed": N_("附件{place}保密审查：{finding}"),
    "SecrecyReferred": N_(
        "报请确定是否属于国家秘密（{on}）：事项{numbers}，附件{documents}件，告知申请人 {told_on}"),
    "SecrecyDetermined": N_(
        "收到是否属于国家秘密的确定（{on}）：{answer}，事项{numbers}，附件{documents}件"),
    "RequestWithdrawn": N_("申请人撤回申请（{on}）"),
    "RegistrationVoided": N_(
        "登记作废，编号 {number} 保留；重复的办件：{duplicate_of}；理由：{reason}"
    ),
    "CaseArchived": N_("办件归档（{on}）"),
    "DueDateRecalculated": N_("工作日历变更，答复期限由 {before} 改为 {after}"),
    "RegistrationCorrected": N_("更正登记事项：{fields}，理由：{reason}"),
    "ReceiptDayCorrected": N_(
        "收到日期由 {received_before} 更正为 {received_on}，答复期限由 {due_before} 改为 {due_on}"
    ),
    "OverdueTakenBack": N_(
        "收到日期更正后，此前“{limit}已过（{legal_date}）”的记载不再成立，期限为 {due_on}"
    ),
    "AttachmentAdded": N_("添加附件"),
    "AttachmentWithdrawn": N_("撤下添加错了的附件，理由：{reason}"),
    "AttachmentQuarantined": N_(
        "隔离删除误传的涉密附件（{size} 字节，SHA-256 {digest}），理由：{reason}"
    ),
    "ApplicantRevealed": N_("查看申请人身份信息，理由：{reason}"),
    "PersonAdded": N_("添加账号，职责：{roles}"),
    "DutiesChanged": N_("变更职责，由“{before}”改为“{after}”"),
    "PasswordChanged": N_("修改本人密码"),
    "PasswordReset": N_("重置密码"),
    "SignInLockLifted": N_("解除登录锁定"),
    "AddressLockLifted": N_("解除网络地址 {address} 的登录锁定"),
    "UnitAdded": N_("“{agency}”设立科室“{unit}”，自 {from_day} 起"),
    "UnitEnded": N_("“{agency}”的科室“{unit}”办理到 {on} 为止，其中人员 {people} 人"),
    "UnitAssigned": N_("所在科室：{unit}"),
    "PersonMoved": N_("所在机关由“{from_agency}”变为“{to_agency}”"),
    "PersonDisabled": N_("停用账号"),
    "PersonRestored": N_("恢复账号"),
    "SignedIn": N_("登录，网络地址 {address}"),
    "SignInFailed": N_("登录失败，网络地址 {address}"),
    "SignedOut": N_("退出登录"),
    "BackupMade": N_("备份全部数据，至审计记录第 {until} 条"),
    "BackupRestored": N_("用备份恢复数据，备份至审计记录第 {until} 条"),
    "AgencyAdded": N_("添加机关“{name}”"),
    "AgencyChanged": N_("变更机关“{agency}”，自 {from_day} 起：{facts}；依据：{reason}"),
    "AgencyChangeCancelled": N_("取消机关“{agency}”自 {from_day} 起的变更"),
    "AgencyEndingRecorded": N_(
        "登记机关“{agency}”自 {from_day} 起不再办理，承接机关：{successor}；依据：{reason}"
    ),
    "AgencyEndingCancelled": N_("取消机关“{agency}”自 {from_day} 起的合并或者撤销"),
    "AgencyMerged": N_("“{agency}”并入“{successor}”，转入办件 {cases} 件、人员 {people} 人"),
    "CaseMoved": N_("办件由“{from_agency}”转入“{to_agency}”，编号和期限不变"),
    "AgencySettingChosen": N_("选定机关规定事项，自 {from_day} 起适用，依据：{basis}"),
    "LegalAdviserArranged": N_(
        "安排法制会商由{adviser_kind}出具意见，自 {from_day} 起适用，依据：{basis}"
    ),
    "LegalAdviserCancelled": N_("取消尚未适用的法制会商安排"),
    "SignOffArranged": N_("安排审批层级，自 {from_day} 起适用，依据：{basis}"),
    "ArrangementCancelled": N_("取消尚未适用的审批层级安排"),
    "AgencySettingCancelled": N_("取消尚未适用的机关规定事项"),
    "CalendarNoticeImported": N_("录入 {year} 年放假安排：{title}"),
    "CalendarNoticeWithdrawn": N_("撤回 {year} 年放假安排，理由：{reason}"),
}
QUIET = frozenset({"TaskOpened", "TaskClaimed", "TaskReleased", "TaskCancelled", "TextWritten",
                   "SignedAtLevel"})
ALARMS = frozenset({"TimeLimitWarned", "TimeLimitMissed", "CorrectionLapsed"})
