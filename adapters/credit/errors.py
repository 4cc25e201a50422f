"""What can go wrong at the credit platform, with the sentence staff read."""

from __future__ import annotations

from adapters.http import OutsideRefused

PLATFORM = "credit"
LABEL = "公共信用信息平台"


class CreditRefused(OutsideRefused):
    """The platform knows nobody of that number, or does not tell us."""

    code = "credit_refused"
    title = "没有查到信用信息"

    def __init__(self, platform_code: str) -> None:
        said = (
            "公共信用信息平台没有这个号码的信息，请核对申请人的证件号码。"
            if platform_code == "SUBJECT_NOT_FOUND"
            else f"公共信用信息平台没有提供信息（错误码 {platform_code}），请联系平台管理员。"
        )
        super().__init__(PLATFORM, platform_code, said)
