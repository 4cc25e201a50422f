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
