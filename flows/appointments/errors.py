"""What can be wrong about an appointment."""

from __future__ import annotations

from foundation.errors import Conflict, Forbidden, NotFound


class AppointmentUnknown(NotFound):
    code = "appointment_unknown"
    title = "没有这个预约"
    default_detail = "没有找到这个预约，可能是别人的，或已经取消。请到「我的预约」查看。"


class SlotFull(Conflict):
    code = "slot_full"
    title = "这个时段约满了"
    default_detail = "这个时段刚刚约满，请选别的时段，或当天到大厅现场取号。"


class SlotUnknown(NotFound):
    code = "slot_unknown"
    title = "没有这个时段"
    default_detail = "这个时段不开放预约，请刷新后重新选择。"


class AlreadyBooked(Conflict):
    code = "already_booked"
    title = "这天已有预约"
    default_detail = "这件事您这一天已经约好了，不用再约。要换时间，请到「我的预约」改约。"


class Barred(Forbidden):
    code = "booking_barred"
    title = "暂时不能网上预约"


class AppointmentMoved(Conflict):
    code = "appointment_moved"
    title = "预约状态已变化"


class OutsideWindow(Conflict):
    code = "outside_window"
    title = "现在不能签到"
