"""What can be wrong about lines, numbers and calls."""

from __future__ import annotations

from foundation.errors import Conflict, NotFound


class LineUnknown(NotFound):
    code = "line_unknown"
    title = "没有这个队列"
    default_detail = "这个大厅没有办这件事的队列，请选「综合」，或到咨询台问工作人员。"


class TicketUnknown(NotFound):
    code = "ticket_unknown"
    title = "没有这个号"
    default_detail = "没有找到这个号，可能是别人的，或已经过期。请到「取号」重新取一个。"


class LineClosed(Conflict):
    code = "line_closed"
    title = "现在不放号"


class TooManyTickets(Conflict):
    code = "too_many_tickets"
    title = "您已有排队号"
    default_detail = "同一个大厅最多同时排两个队。请先办完或取消一个，再取新号。"


class TicketMoved(Conflict):
    code = "ticket_moved"
    title = "号的状态已变化"


class NotOnDuty(Conflict):
    code = "not_on_duty"
    title = "您不在窗口值班"
    default_detail = "请先选窗口上岗，再叫号。"


class DutyPaused(Conflict):
    code = "duty_paused"
    title = "您已暂停叫号"
    default_detail = "窗口现在是暂停状态，请先点「恢复叫号」。"


class CounterBusy(Conflict):
    code = "counter_busy"
    title = "窗口正在办理"
    default_detail = "窗口手上还有一个号，请先办结、挂起或过号，再接下一个。"


class LineChanged(Conflict):
    code = "line_changed"
    title = "刚被同事改过"
    default_detail = "同事刚改过这里，请刷新后再改，您填的内容先别关。"


class LetterTaken(Conflict):
    code = "letter_taken"
    title = "字母已被使用"
