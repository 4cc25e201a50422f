"""What can go wrong while understanding is corrected."""

from foundation.errors import Conflict, Forbidden, NotFound


class SentenceUnknown(NotFound):
    code = "message_unknown"
    default_detail = "没有找到这句话，可能已按保存期限清理，请刷新后再试。"


class CorrectionMoved(Conflict):
    code = "correction_moved"
    title = "已有人处理过"
    default_detail = "您打开之后，有人处理过这句话。请看清现在的结果，再决定要不要改。"


class OwnCorrection(Forbidden):
    code = "own_work"
    title = "不能批准自己的纠正"
    default_detail = "纠正须由另一位同事批准（双人复核），请通知同事查看。"
