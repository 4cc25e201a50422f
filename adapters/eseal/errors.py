"""What can go wrong at 电子印章, with the sentence an officer reads."""

from __future__ import annotations

from adapters.http import OutsideRefused, OutsideUnavailable

PLATFORM = "eseal"
LABEL = "电子印章平台"


class SealRefused(OutsideRefused):
    """The platform does not put this seal on: unknown, disabled, or the document is bad."""

    code = "seal_refused"
    title = "没有加盖电子印章"

    def __init__(self, platform_code: str) -> None:
        sentence = f"电子印章平台没有盖章（错误码 {platform_code}），请印章管理员核对本部门的印章。"
        super().__init__(PLATFORM, platform_code, sentence)


class SealNotReady(OutsideUnavailable):
    """The platform has taken the order and will seal later."""

    code = "seal_not_ready"
    title = "正在盖章"

    def __init__(self, retry_after: float) -> None:
        super().__init__(PLATFORM, "电子印章平台正在排队盖章，稍后会自动完成。", retry_after)
