"""What can be wrong about a hall, its counters and its codes."""

from __future__ import annotations

from flows.codes.service import CodeUnknown
from foundation.errors import Conflict, Forbidden, NotFound


class HallUnknown(NotFound):
    code = "hall_unknown"
    title = "没有这个大厅"
    default_detail = "没有这个大厅，请回到大厅列表重新选择。"


class CounterUnknown(NotFound):
    code = "counter_unknown"
    title = "没有这个窗口"
    default_detail = "没有这个窗口，请刷新大厅页面后重新选择。"


class NumberTaken(Conflict):
    code = "number_taken"
    title = "编号已被使用"


class Changed(Conflict):
    code = "hall_changed"
    title = "刚被同事改过"
    default_detail = "同事刚改过这里，请刷新后再改，您填的内容先别关。"


class CodeWithdrawn(CodeUnknown):
    code = "code_withdrawn"
    title = "这张码已停用"
    default_detail = (
        "这张码已经停用，可能是旧海报。请扫旁边的新码，或打开办事助手告诉我们您想办什么。"
    )


class CounterClosed(Conflict):
    code = "counter_closed"
    title = "窗口已停用"
    default_detail = "这个窗口已停用，请选别的窗口，或请管理大厅的同事重新启用。"


class NoWindow(Conflict):
    code = "no_window"
    title = "这里是自助服务位"
    default_detail = "这里放的是自助机，没有窗口可坐，请选别的窗口。"


class NotYourCounter(Forbidden):
    code = "not_your_counter"
    default_detail = (
        "您的权限不包括这个大厅的街道，或这个窗口受理的事项。请选别的窗口，或请管理员调整授权。"
    )


class CounterTaken(Conflict):
    code = "counter_taken"
    title = "窗口有人值班"
