"""What can go wrong with letters."""

from foundation.errors import Conflict, InvalidInput, NotFound


class LetterUnknown(NotFound):
    code = "letter_unknown"
    default_detail = "没有找到这份文书，可能不属于当前办件。"


class LetterNotReady(Conflict):
    code = "letter_not_ready"
    title = "文书正在加盖电子印章"
    default_detail = "文书正在制作并加盖电子印章，一般一分钟内完成，请稍后再下载。"


class LetterSettled(Conflict):
    code = "letter_settled"
    title = "文书已被更正或撤销"
    default_detail = "这份文书已被更正或撤销，请在最新的那份文书上办理。"


class CorrectionWaits(Conflict):
    code = "correction_waits"
    title = "已有勘误申请在等审批"
    default_detail = "这份文书已经有人申请更正，正在等另一位同事审批。"


class CorrectionUnknown(NotFound):
    code = "correction_unknown"
    default_detail = "没有等待审批的勘误申请，可能刚刚已被处理，请刷新。"


class OwnCorrection(Conflict):
    code = "own_correction"
    title = "需要另一位同事审批"
    default_detail = "勘误要由另一位有权限的同事审批，提出的人不能自己批准。"


class CorrectionMoved(Conflict):
    code = "correction_moved"
    title = "办件内容又变了"
    default_detail = "提出勘误之后办件内容又有变化，和申请时看到的改动不一样了，请撤回后重新提出。"


class LetterFieldMissing(InvalidInput):
    code = "letter_field_missing"
    title = "缺少文书要写明的内容"


class TokenUnknown(NotFound):
    code = "letter_token_unknown"
    title = "没有查到这份文书"
    default_detail = (
        "没有查到这个查验码对应的文书。请核对二维码是否完整；如果文书是别人给您的，"
        "它可能不是本平台签发的，请向签发机关核实。"
    )
