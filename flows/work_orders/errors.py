"""What can go wrong with a work order."""

from foundation.errors import Conflict, NotFound


class WorkOrderUnknown(NotFound):
    code = "work_order_unknown"
    default_detail = "没有找到这个工单，可能编号有误，或不属于当前账号。"


class WorkOrderMoved(Conflict):
    code = "work_order_moved"
    default_detail = "工单的状态已经变化，请刷新后查看最新进度。"


class WorkOrderTaken(Conflict):
    code = "work_order_taken"
    title = "已由他人承办"
