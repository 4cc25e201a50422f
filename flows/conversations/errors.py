"""What can go wrong in a turn."""

from foundation.errors import InvalidInput, TooMany


class MessageInvalid(InvalidInput):
    code = "message_invalid"
    title = "这句话没能收下"


class ConversationBusy(TooMany):
    status = 409
    code = "conversation_busy"
    title = "上一句还在处理"
    default_detail = "上一句话还在处理，请稍等一两秒再发。"
