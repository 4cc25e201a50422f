"""What can be wrong about a visit at a terminal."""

from __future__ import annotations

from foundation.errors import Conflict, Forbidden, NotFound


class VisitCodeInvalid(NotFound):
    code = "visit_code_invalid"
    title = "自助机的码已失效"
    default_detail = "这个码已用过或过了时间。请看自助机屏幕，扫上面新的码。"


class VisitOver(Conflict):
    code = "visit_over"
    title = "这次自助办理已结束"
    default_detail = "为保护您的信息，这次自助办理已结束。请重新扫屏幕上的码继续，填过的内容都在。"


class NotATerminal(Forbidden):
    code = "not_a_terminal"
    title = "不是自助机"
    default_detail = "只有自助机能开始自助办理，请到自助机上操作。"


class LicenceNotReady(Conflict):
    code = "licence_not_ready"
    title = "还不能取证"
    default_detail = "这份证照还没有制好，或不在您名下。请在「我的证照」里看进度，制好后再来取。"
