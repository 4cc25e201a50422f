"""What can go wrong with a parcel."""

from __future__ import annotations

from foundation.errors import Conflict, NotFound, Problem


class ParcelUnknown(NotFound):
    code = "parcel_unknown"
    title = "没有这份断网收件"
    default_detail = "这个窗口没有这份断网收件，请回到「断网时收下的」列表再选。"


class ParcelUnreadable(Problem):
    status = 422
    code = "parcel_unreadable"
    title = "打不开这份收件"
    default_detail = (
        "这份收件不是用本大厅的封存钥匙封的，或者传输中损坏了，请在窗口电脑上重新送一次。"
    )


class ParcelSettled(Conflict):
    code = "parcel_settled"
    title = "已经处理过"
    default_detail = "这份断网收件已经由同事处理过，请刷新后查看结果。"


class CannotFile(Conflict):
    code = "parcel_does_not_fit"
    title = "放不进这个办件"
