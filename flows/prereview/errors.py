"""What can go wrong in pre-review."""

from foundation.errors import Conflict, NotFound


class PreReviewUnknown(NotFound):
    code = "prereview_unknown"
    default_detail = "还没有做过预审，请先点「开始预审」。"


class PreReviewBlocking(Conflict):
    code = "prereview_blocking"
    title = "还有必须改的地方"
    default_detail = "预审发现必须修改的问题，请按提示改好后再提交。"


class PreReviewStale(Conflict):
    code = "prereview_stale"
    title = "内容有改动"
    default_detail = "预审之后内容有改动，请先重新预审，再请人工看。"


class PreReviewPassed(Conflict):
    code = "prereview_passed"
    title = "不需要人工看"
    default_detail = "预审已经通过，可以直接提交。"
