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


class VisitUnknown(NotFound):
    code = "visit_unknown"
    title = "没有这次自助办理"
    default_detail = "没有这次自助办理，可能已结束。要办的请在自助机上重新放一次身份证。"


class LicenceBeingMade(Conflict):
    code = "licence_being_made"
    title = "正在制证"
    default_detail = "这份证照正在一台制证机上制作，请在那里等它出来。"


class LicenceUnclear(Conflict):
    code = "licence_unclear"
    title = "请工作人员查看"
    default_detail = (
        "上次制证中断了，不确定证照有没有出来。请找大厅工作人员看一看，由他们处理后再取。"
    )


class LicenceCollected(Conflict):
    code = "licence_collected"
    title = "已领取"
    default_detail = "这份证照已经领取。遗失或损坏需要再制的，请凭身份证到窗口办理。"


class NothingToSettle(Conflict):
    code = "nothing_to_settle"
    title = "不用处理"
    default_detail = "这份证照现在没有需要处理的制证结果，请刷新后再看。"
