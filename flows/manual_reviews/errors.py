"""What can go wrong in the manual queue."""

from foundation.errors import Conflict, NotFound


class ManualReviewUnknown(NotFound):
    code = "manual_review_unknown"
    default_detail = "没有找到这件人工预审，可能不属于您的部门。"


class ManualReviewDecided(Conflict):
    code = "manual_review_decided"
    title = "已有结论"


class ManualReviewOutdated(Conflict):
    code = "manual_review_outdated"
    title = "材料已变化"
    default_detail = "申请人已改过内容并重新预审，这份结论不再适用，请刷新列表。"
