"""What can go wrong in a turn."""

from foundation.errors import Conflict, InvalidInput, TooMany


class MessageInvalid(InvalidInput):
    code = "message_invalid"
    title = "这句话没能收下"


class ConversationBusy(TooMany):
    status = 409
    code = "conversation_busy"
    title = "上一句还在处理"
    default_detail = "上一句话还在处理，请稍等一两秒再发。"


class ConversationMoved(Conflict):
    code = "conversation_moved"
    title = "刚刚登录"
    default_detail = "您刚刚登录，之前说的都已保留。请把这句话再发一次。"
