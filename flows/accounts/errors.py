"""What can go wrong when signing in."""

from foundation.errors import InvalidInput, SignInRequired


class SessionUnknown(SignInRequired):
    code = "session_expired"
    title = "登录已过期"
    default_detail = "登录已过期，请重新登录；您已填的内容都还在。"


class ChannelInvalid(InvalidInput):
    code = "channel_invalid"
