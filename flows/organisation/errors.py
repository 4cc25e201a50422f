"""What can go wrong with the organisation."""

from foundation.errors import Conflict, NotFound


class UnitUnknown(NotFound):
    code = "unit_unknown"
    default_detail = "没有这个机构，可能已撤并，请刷新后再选。"


class UnitBusy(Conflict):
    code = "unit_busy"
    title = "机构里还有人"


class PostUnknown(NotFound):
    code = "post_unknown"
    default_detail = "没有这个岗位，可能已撤销，请刷新后再选。"


class NothingToUndo(Conflict):
    code = "nothing_to_undo"
    title = "不能撤回"
    default_detail = "这一步之后又有了别的变动，不能直接撤回，请手动调整。"


class NotOneself(Conflict):
    code = "not_oneself"
    title = "不能对自己做"
    default_detail = "自己的账号，请另一位管理员处理。"
