"""What can go wrong with a rating."""

from foundation.errors import Conflict


class NotRateable(Conflict):
    code = "case_not_rateable"
    title = "还不能评价"
    default_detail = "办件办完以后才能评价，请等办理结果出来再来。"


class AlreadyRated(Conflict):
    code = "case_already_rated"
    title = "已经评价过"
    default_detail = "这个办件已经评价过，每个办件只评价一次，评价不能修改。"
