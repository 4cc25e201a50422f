"""What can go wrong with samples."""

from foundation.errors import NotFound


class SampleUnknown(NotFound):
    code = "sample_unknown"
    default_detail = "没有这份样本，可能已经更换。请回到材料清单重新打开，或在窗口问工作人员。"
