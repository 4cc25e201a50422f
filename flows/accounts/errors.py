"""What can go wrong when signing in."""

from foundation.errors import Conflict, InvalidInput, SignInRequired


class SessionUnknown(SignInRequired):
    code = "session_expired"
    title = "登录已过期"
    default_detail = "登录已过期，请重新登录；您已填的内容都还在。"


class ChannelInvalid(InvalidInput):
    code = "channel_invalid"


class PhoneUnknown(Conflict):
    code = "phone_unknown"
    title = "还不知道您的微信"
    default_detail = "请在微信小程序里登录后再开提醒。"
