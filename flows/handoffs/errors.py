"""What can go wrong with a handoff."""

from foundation.errors import Conflict, NotFound


class HandoffUnknown(NotFound):
    code = "handoff_unknown"
    default_detail = "没有找到这次人工服务，可能已经结束，或不属于当前账号。"


class HandoffMoved(Conflict):
    code = "handoff_moved"
    default_detail = "这次人工服务的状态已经变化，请刷新后再试。"


class HandoffTaken(Conflict):
    code = "handoff_taken"
    title = "已由同事接入"


class DeskFull(Conflict):
    code = "desk_full"
    title = "接待数已满"


class ColleagueAway(Conflict):
    code = "colleague_away"
    title = "同事现在接不了"
