"""What can go wrong at the 双公示 platform, with the sentence an officer reads."""

from __future__ import annotations

from adapters.http import OutsideRefused

PLATFORM = "publicity"
LABEL = "双公示平台"


class PublicityRefused(OutsideRefused):
    """The platform does not take this record; somebody has to mend it."""

    code = "publicity_refused"
    title = "双公示平台没有接收"

    def __init__(self, platform_code: str, told: str) -> None:
        sentence = f"双公示平台没有接收这条公示（{platform_code}：{told}），请核对后重新报送。"
        super().__init__(PLATFORM, platform_code, sentence)
