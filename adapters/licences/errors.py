"""What can go wrong at 电子证照, with the sentence a citizen reads."""

from __future__ import annotations

from adapters.http import OutsideRefused, OutsideUnavailable

PLATFORM = "licences"
LABEL = "电子证照平台"


class LicenceRefused(OutsideRefused):
    """The platform gives this licence out to nobody, or not for this item."""

    code = "licence_refused"
    title = "没有取得电子证照"
    sentence = "电子证照平台没有提供这份证照（错误码 {code}），请改为上传原件照片或扫描件。"

    def __init__(self, platform_code: str) -> None:
        super().__init__(PLATFORM, platform_code, self.sentence.format(code=platform_code))


class LicenceNotIssued(LicenceRefused):
    """The platform does not issue or revoke this licence; an officer has to see to it."""

    code = "licence_not_issued"
    title = "没有签发电子证照"
    sentence = "电子证照平台没有签发或注销这份证照（错误码 {code}），请证照管理员核对。"


class CredentialInvalid(LicenceRefused):
    """The holder's agreement is unknown, used or too old."""

    status = 400
    code = "licence_credential_invalid"
    title = "授权已失效"
    sentence = "这次授权已失效或已使用，请重新授权，或改为上传。"


class AuthCodeExpired(LicenceRefused):
    """The 用证码 ended, or its holder took it back at the platform."""

    status = 409
    code = "licence_authorisation_expired"
    title = "用证码已过期"
    sentence = "这份证照的用证码已过期，请重新授权，或改为上传。"


class LicenceNotReady(OutsideUnavailable):
    """The issuer has been asked and answers later."""

    code = "licence_not_ready"
    title = "证照正在调取"

    def __init__(self, retry_after: float) -> None:
        super().__init__(
            PLATFORM, "发证机关正在调取这份证照，取到后会通知您；着急的话可以先上传。", retry_after
        )
