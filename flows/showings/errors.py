"""What can go wrong between a clerk, a tablet and a phone."""

from __future__ import annotations

from foundation.errors import Conflict, Forbidden, NotFound


class NotAtThisCounter(Forbidden):
    code = "not_at_counter"
    default_detail = "您现在不在这个窗口值班，请先在「窗口」页上岗，再使用窗口平板。"


class ShowingUnknown(NotFound):
    code = "showing_unknown"
    title = "这一屏已结束"
    default_detail = "窗口已经收回这一屏，请看平板上现在的内容，或请工作人员重新出示。"


class ShowingMoved(Conflict):
    code = "showing_moved"
    title = "内容已变化"
    default_detail = "这一屏的内容已经变化，请工作人员重新出示后再操作。"


class TooManyLate(Conflict):
    code = "too_many_late"
    title = "请先找工作人员"
    default_detail = "已经有很多份晚到的内容在等工作人员处理，这一份没有收下，请到窗口当面办。"


class PadTaken(Conflict):
    code = "pad_taken"
    title = "已在另一部手机打开"
    default_detail = "这个码已经在一部手机上打开过，只能用一次；请工作人员重新出示一个。"


class LateUnknown(NotFound):
    code = "late_answer_unknown"
    title = "没有这份迟到的答复"
    default_detail = "没有找到这份迟到的答复，请刷新后再看。"


class LateSettled(Conflict):
    code = "late_answer_settled"
    title = "已经处理过"
    default_detail = "这份迟到的答复已经处理过，结果不能再改，请刷新后查看。"


class CannotAdopt(Conflict):
    code = "late_answer_unfit"
    title = "不能采用"
    default_detail = "这份答复已经不能采用，请重新出示，请群众再确认一次。"
