"""What can go wrong when signing in."""

from foundation.errors import InvalidInput, Problem, SignInRequired


class SessionUnknown(SignInRequired):
    code = "session_expired"
    title = "登录已过期"
    default_detail = "登录已过期，请重新登录；您已填的内容都还在。"


class SignOnRefused(Problem):
    status = 401
    code = "sign_on_refused"
    title = "登录没有成功"
    default_detail = "统一身份认证没有通过，请重新登录。"


class ChannelInvalid(InvalidInput):
    code = "channel_invalid"
