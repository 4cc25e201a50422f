"""What can go wrong with a signature."""

from __future__ import annotations

from foundation.errors import Conflict, NotFound


class SignatureUnknown(NotFound):
    code = "signature_unknown"
    title = "没有这个签名"
    default_detail = "没有找到这个签名，请回到办件页重新打开。"


class PaperChanged(Conflict):
    code = "paper_changed"
    title = "文件已变化"
    default_detail = "签名期间办件内容有变化，签的不是现在这份文件，请窗口重新出示后再签。"
