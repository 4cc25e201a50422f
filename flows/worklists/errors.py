"""What can go wrong with lists."""

from foundation.errors import NotFound


class ViewUnknown(NotFound):
    code = "view_unknown"
    default_detail = "没有找到这个常用视图，可能已被删除，或不是您的。"
