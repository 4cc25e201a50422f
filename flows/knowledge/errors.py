"""What can go wrong while staff work on what is known."""

from foundation.errors import Conflict, Forbidden, NotFound


class EntryUnknown(NotFound):
    code = "entry_unknown"
    default_detail = "没有找到这条知识，可能已被撤下，请回到列表重新查找。"


class RevisionUnknown(NotFound):
    code = "revision_unknown"
    default_detail = "没有找到这个版本，请刷新后再试。"


class EntryExists(Conflict):
    code = "entry_exists"
    title = "编号已被使用"
    default_detail = "已有同编号的知识，请直接编辑那一条，或换一个编号。"


class DraftMoved(Conflict):
    code = "draft_moved"
    title = "草稿已被改动"
    default_detail = "您打开之后，有人改过这份草稿。请核对新的内容后再保存，您写的还在页面上。"


class DraftMissing(Conflict):
    code = "draft_missing"
    title = "没有草稿"
    default_detail = "现在没有可以操作的草稿，可能已经送审或被放弃，请刷新后再试。"


class ReviewPending(Conflict):
    code = "review_pending"
    title = "正在等待审核"
    default_detail = "已有一个版本在等待审核，请先由另一位同事审核，或由提交人撤回后再改。"


class OwnWork(Forbidden):
    code = "own_work"
    title = "不能审核自己的内容"
    default_detail = "内容须由另一位同事审核（双人复核），请通知同事处理。"


class ShadowMissing(NotFound):
    code = "shadow_missing"
    default_detail = "还没有试跑过，请先点「试跑」。"


class ShadowUnseen(Conflict):
    code = "shadow_unseen"
    title = "还没有看过试跑结果"
    default_detail = (
        "发布预审规则之前，请先用上个月的办件试跑并看过哪些结论会变。"
        "确有急需的，请在说明里写明原因后再发布。"
    )


class BatchUnknown(NotFound):
    code = "import_unknown"
    default_detail = "没有找到这次导入，请回到导入列表查看。"
