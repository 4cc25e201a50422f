"""What can go wrong with processes."""

from foundation.errors import Conflict, NotFound


class TemplateUnknown(NotFound):
    code = "process_template_unknown"
    default_detail = "没有找到这个流程模板，可能已改名，请刷新列表。"


class VersionUnknown(NotFound):
    code = "process_version_unknown"
    default_detail = "没有找到这个流程版本，请刷新列表。"


class NothingPublished(Conflict):
    code = "process_not_published"
    default_detail = "这个流程还没有可用的版本，请先发布。"


class DraftMoved(Conflict):
    code = "process_draft_moved"
    default_detail = "流程草稿已被改动，请刷新后重新核对再发布。"


class DraftNewer(Conflict):
    code = "process_draft_newer"
    title = "同事刚保存过"
    default_detail = "这个流程的草稿刚被同事保存过，请先看看新的草稿，再决定保留哪一份。"


class ProcessUnknown(NotFound):
    code = "process_unknown"
    default_detail = "没有找到这个办件的审批流程，可能还没有启动。"


class StepUnknown(NotFound):
    code = "step_unknown"
    default_detail = "没有找到这个环节，可能不属于您的部门，请刷新待办。"


class StepTaken(Conflict):
    code = "step_taken"
    title = "已由同事办理"
    default_detail = "这个环节已由同事认领，如需接手，请对方转办给您。"


class StepClosed(Conflict):
    code = "step_closed"
    title = "环节已结束"
    default_detail = "这个环节已经办完或已撤销，请刷新后查看最新进度。"


class NotClaimed(Conflict):
    code = "step_not_claimed"
    default_detail = "请先认领这个环节，再办理。"


class OpinionsOpen(Conflict):
    code = "opinions_open"
    title = "意见还没有收齐"
