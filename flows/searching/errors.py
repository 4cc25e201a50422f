"""What can go wrong while search is steered."""

from foundation.errors import Conflict, Forbidden, NotFound


class StrategyUnknown(NotFound):
    code = "strategy_unknown"
    default_detail = "没有找到这个版本的检索策略，请刷新后再试。"


class StrategyMoved(Conflict):
    code = "draft_moved"
    title = "草稿已被改动"
    default_detail = "您打开之后，有人改过这份策略草稿。请核对新的内容后再保存，您写的还在页面上。"


class StrategyDraftMissing(Conflict):
    code = "draft_missing"
    title = "没有草稿"
    default_detail = "现在没有策略草稿，可能已经发布或被放弃，请刷新后再试。"


class OwnStrategy(Forbidden):
    code = "own_work"
    title = "不能发布自己的改动"
    default_detail = "策略须由另一位同事发布（双人复核），请通知同事试查后发布。"


class RecordUnknown(NotFound):
    code = "search_unknown"
    default_detail = "没有找到这次检索的记录，可能已超过保存期限。"
