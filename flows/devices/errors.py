"""What can be wrong about a device and its enrolment."""

from __future__ import annotations

from foundation.errors import Conflict, NotFound, SignInRequired


class EnrolmentRefused(NotFound):
    code = "enrolment_refused"
    title = "入网码无效"
    default_detail = "入网码有误、已用过或已过期。请管理大厅的同事在工作台「大厅」里重新取一个。"


class DeviceUnknown(SignInRequired):
    code = "device_unknown"
    title = "设备未入网"
    default_detail = (
        "这台设备还没有入网，或已被停用。请管理大厅的同事取一个入网码，在设备上重新输入。"
    )


class NoSuchDevice(NotFound):
    code = "no_such_device"
    title = "没有这台设备"
    default_detail = "没有这台设备，请刷新设备页面后重新选择。"


class NoDeviceHere(NotFound):
    code = "no_device_here"
    title = "窗口没有这种设备"


class DeviceAway(Conflict):
    code = "device_away"
    title = "设备现在用不了"


class CommandUnknown(NotFound):
    code = "command_unknown"
    title = "没有这条指令"
    default_detail = "没有这条指令，可能不是在这个窗口发出的。请重新操作一次。"


class CardNotRead(Conflict):
    code = "card_not_read"
    title = "请重新放身份证"
    default_detail = "没有读到身份证，或已过了时间。请把身份证拿起来，重新平放在读卡区。"


class CardExpired(Conflict):
    code = "card_expired"
    title = "身份证已过有效期"
    default_detail = "这张身份证已过有效期，不能用来办理。请到派出所换领，或到窗口问工作人员。"
