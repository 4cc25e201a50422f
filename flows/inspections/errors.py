"""What can go wrong with an inspection."""

from foundation.errors import Conflict, NotFound


class InspectionUnknown(NotFound):
    code = "inspection_unknown"
    default_detail = "没有找到这次云勘察，可能链接有误，或不属于当前账号。"


class InspectionMoved(Conflict):
    code = "inspection_moved"
    default_detail = "这次云勘察的状态已经变化，请刷新后再试。"


class InspectionOpen(Conflict):
    code = "inspection_open"
    title = "已有一次云勘察"
    default_detail = "这个办件已有一次没有结束的云勘察，请先完成或取消它。"


class NotYourInspection(Conflict):
    code = "inspection_taken"
    title = "由同事主持"
    default_detail = "这次云勘察由同事主持，您只能查看。"


class NotConsented(Conflict):
    code = "not_consented"
    title = "申请人没有同意"
    default_detail = "申请人没有同意这一项，不能使用。"


class RecordChanged(Conflict):
    code = "record_changed"
    title = "笔录已经改过"
    default_detail = "您看到的笔录已经改过，请打开最新的笔录看过再签名。"


class TooManyStills(Conflict):
    code = "too_many_stills"
    title = "照片太多"
    default_detail = "一次云勘察最多60张照片，请只留与勘察有关的。"
