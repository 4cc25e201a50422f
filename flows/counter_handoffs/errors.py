"""What can be wrong about a handoff between phone and counter, each with the way on."""

from __future__ import annotations

from flows.codes.service import CodeUnknown
from foundation.errors import Conflict, Forbidden, NotFound


class HandoffUnknown(NotFound):
    code = "counter_handoff_unknown"
    title = "没有这次接力"
    default_detail = "没有这次接力，或不是您的。请回到办件页，重新点「到窗口办」。"


class HandoffOver(Conflict):
    code = "counter_handoff_over"
    title = "接力已结束"
    default_detail = "这次接力已经结束，窗口不再显示群众的资料。需要继续的，请群众重新扫码。"


class OfficerChanged(Conflict):
    code = "officer_changed"
    title = "窗口换了工作人员"
    default_detail = (
        "窗口刚换了一位工作人员，刚才的同意没有生效。请看清现在的姓名和工号，再勾选同意。"
    )


class CodeExpired(CodeUnknown):
    code = "handoff_code_expired"
    title = "二维码已过期"
    default_detail = "这个二维码已过期。请扫窗口屏幕上现在的码，或在手机上点「换一个码」。"


class CodeUsed(CodeUnknown):
    code = "handoff_code_used"
    title = "二维码已被使用"
    default_detail = (
        "这个码已经用过，一个码只能用一次。请扫窗口屏幕上现在的码；不是您扫的，请告诉工作人员。"
    )


class CodeForCounter(CodeUnknown):
    code = "handoff_code_for_counter"
    title = "这是给窗口扫的码"
    default_detail = "这是别人给窗口扫的码。请扫窗口屏幕上的码，或在自己的办件页点「到窗口办」。"


class CodeForPhone(CodeUnknown):
    code = "handoff_code_for_phone"
    title = "这是给手机扫的码"
    default_detail = "这是窗口屏幕上的码，请群众用手机扫；窗口请扫群众手机上的码。"


class NobodyThere(Conflict):
    code = "nobody_at_counter"
    title = "窗口暂时没有人"
    default_detail = "这个窗口现在没有工作人员值班。请换一个窗口，或请大厅引导员帮忙。"


class NotAtCounter(Conflict):
    code = "not_at_counter"
    title = "您还没有上岗"
    default_detail = "请先在「窗口」页选择窗口上岗，再和群众接力。"


class CounterBusy(Conflict):
    code = "counter_busy"
    title = "窗口正在为别人办理"
    default_detail = "这个窗口正在和另一位群众接力。请稍等前一位办完，再扫一次。"


class AlreadyInHandoff(Conflict):
    code = "already_in_handoff"
    title = "您正在别的窗口接力"
    default_detail = "您已在另一个窗口接力。请先在手机上结束那一次，再扫这个窗口的码。"


class NotShared(Forbidden):
    code = "not_shared"
    title = "群众没有共享这一项"
    default_detail = "群众没有同意共享这一项，不能查看或修改。需要时请当面请群众在手机上勾选。"


class FormClosed(Conflict):
    code = "form_closed"
    title = "表单现在不能改"
    default_detail = "这个办件现在不能修改表单：没有选办件，或已经提交。请先在手机上选一个草稿。"


class EditUnknown(NotFound):
    code = "edit_unknown"
    title = "没有这条修改"
    default_detail = "没有这条修改，可能已被撤回。请看页面上现在的内容。"


class RequestUnknown(NotFound):
    code = "phone_request_unknown"
    title = "没有这个请求"
    default_detail = "没有这个请求，可能已被窗口撤回。"
