"""WeChat's error codes as facts, each with a sentence a citizen or an operator can act on.

Source: developers.weixin.qq.com, global return codes and the pages of each interface.
"""

from __future__ import annotations

from typing import Any

from adapters.http import OutsideError, OutsideRefused, OutsideUnavailable

PLATFORM = "wechat"
TOKEN_CODES = frozenset({40001, 40014, 42001})
_BUSY_CODES = {-1: 3.0, 45009: 3600.0, 45011: 60.0, 43108: 2.0}


class WeChatRefused(OutsideRefused):
    """WeChat said no for the reason in `detail`."""

    sentence = "微信没有受理这次请求（错误码 {code}），请稍后再试。"

    def __init__(self, code: int) -> None:
        super().__init__(PLATFORM, str(code), self.sentence.format(code=code))


class LoginCodeInvalid(WeChatRefused):
    status = 400
    code = "login_code_invalid"
    title = "登录凭证无效"
    sentence = "微信登录凭证已失效或已使用，请退出小程序重新进入。"


class RiskBlocked(WeChatRefused):
    status = 403
    code = "wechat_risk_blocked"
    title = "微信限制登录"
    sentence = "微信判断该账号存在风险，暂时不能登录，请在微信中按提示解除限制，或到大厅窗口办理。"


class TokenRejected(WeChatRefused):
    sentence = "微信不认可我们的访问凭证（错误码 {code}），请管理员核对应用密钥。"


class ReplyWindowClosed(WeChatRefused):
    sentence = "用户超过48小时没有发来消息，微信不允许再主动回复，请改用订阅消息或短信通知。"


class ReplyQuotaSpent(WeChatRefused):
    sentence = "这次来信可用的回复次数已经用完，要等用户再次发来消息才能回复。"


class SubscriptionRefused(WeChatRefused):
    sentence = "用户没有同意接收订阅消息，请改用站内通知或短信。"


class TextTooLong(WeChatRefused):
    sentence = "消息超过2048字节，请分段发送。"


class RecipientUnknown(WeChatRefused):
    sentence = "微信中没有这个接收人，可能已取消关注。"


class TemplateInvalid(WeChatRefused):
    sentence = "订阅消息的模板或字段不符合要求（错误码 {code}），请管理员核对模板。"


class CodePageInvalid(WeChatRefused):
    sentence = "小程序码的页面不存在或参数不合格（错误码 {code}），请管理员核对页面路径。"


class MenuInvalid(WeChatRefused):
    sentence = "公众号菜单不符合要求（错误码 {code}），请核对菜单的层数、名称长度和地址。"


_REFUSALS: dict[int, type[WeChatRefused]] = {
    40029: LoginCodeInvalid,
    40163: LoginCodeInvalid,
    40226: RiskBlocked,
    40001: TokenRejected,
    40014: TokenRejected,
    42001: TokenRejected,
    40013: TokenRejected,
    40125: TokenRejected,
    40003: RecipientUnknown,
    43004: RecipientUnknown,
    45002: TextTooLong,
    45015: ReplyWindowClosed,
    45047: ReplyQuotaSpent,
    43101: SubscriptionRefused,
    43107: SubscriptionRefused,
    40037: TemplateInvalid,
    45168: TemplateInvalid,
    47003: TemplateInvalid,
    **dict.fromkeys((*range(40015, 40029), 40054, 40055, 65301), MenuInvalid),
    40097: CodePageInvalid,
    41030: CodePageInvalid,
}


def error_of(code: int) -> OutsideError:
    """The fact behind an `errcode` that is not 0."""
    if code in _BUSY_CODES:
        return OutsideUnavailable(PLATFORM, "微信此刻太忙，请稍后再试。", _BUSY_CODES[code])
    return _REFUSALS.get(code, WeChatRefused)(code)


def code_of(answer: dict[str, Any]) -> int:
    """The `errcode` of an answer; absent means 0 (code2session leaves it out on success)."""
    try:
        return int(answer.get("errcode", 0))
    except (TypeError, ValueError):
        return -1
