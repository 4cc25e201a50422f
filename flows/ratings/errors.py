"""What can go wrong with a rating."""

from foundation.errors import Conflict, NotFound


class NotRateable(Conflict):
    code = "case_not_rateable"
    title = "还不能评价"
    default_detail = "办件办完以后才能评价，请等办理结果出来再来。"


class AlreadyRated(Conflict):
    code = "case_already_rated"
    title = "已经评价过"
    default_detail = "这个办件已经评价过，每个办件只评价一次，评价不能修改。"


class RectificationUnknown(NotFound):
    code = "rectification_unknown"
    title = "没有这条差评"
    default_detail = "没有找到这条差评，请回到评价列表重新打开。"


class StepTaken(Conflict):
    code = "rectification_moved"
    title = "这一步已经办过"
    default_detail = "这条差评已经到下一步，请刷新后继续。"
