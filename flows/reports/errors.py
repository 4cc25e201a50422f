"""What can go wrong with reports."""

from foundation.errors import Conflict, NotFound


class ReportUnknown(NotFound):
    code = "report_unknown"
    default_detail = "没有找到这张报表，可能已经改名。"


class RunUnknown(NotFound):
    code = "report_run_unknown"
    default_detail = "没有找到这一期报表。"


class ReportChanged(Conflict):
    code = "report_changed"
    title = "定义已变化"
    default_detail = "这张报表刚被同事改过，请重新打开，看过对方的改动再保存。"


class RunNotDone(Conflict):
    code = "report_run_not_done"
    title = "还没有算好"
    default_detail = "这一期还没有算好，请稍后再看；失败的可以点「重算」。"
