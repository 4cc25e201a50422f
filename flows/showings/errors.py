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


class PadTaken(Conflict):
    code = "pad_taken"
    title = "已在另一部手机打开"
    default_detail = "这个码已经在一部手机上打开过，只能用一次；请工作人员重新出示一个。"
