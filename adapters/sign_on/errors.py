"""What can go wrong at 统一身份认证, with the sentence a citizen reads."""

from __future__ import annotations

from adapters.http import OutsideRefused

PLATFORM = "sign_on"
LABEL = "统一身份认证平台"


class SignOnRefused(OutsideRefused):
    """The platform gave no identity for a valid sign-in."""

    code = "sign_on_refused"
    title = "没有取得身份信息"
    sentence = "统一身份认证平台没有返回您的身份信息（错误码 {code}），请稍后重新登录。"

    def __init__(self, platform_code: str) -> None:
        super().__init__(PLATFORM, platform_code, self.sentence.format(code=platform_code))


class SignOnCodeInvalid(SignOnRefused):
    """The code is unknown, used, older than five minutes, or of another redirect address."""

    status = 400
    code = "sign_on_code_invalid"
    title = "登录凭证无效"
    sentence = "登录凭证已失效或已使用，请重新登录。"


class IdentityIncomplete(SignOnRefused):
    """The identity lacks or contradicts what a case needs (name, document, credit code)."""

    status = 403
    code = "identity_incomplete"
    title = "身份信息不完整"
    sentence = "统一身份认证平台返回的身份信息不完整，请在粤省事或粤商通核对实名信息后重新登录。"
