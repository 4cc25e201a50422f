"""Errors as facts, each with the status and code a client sees (RFC 9457)."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """Something the caller can understand and act on.

    Subclasses fix `status`, `code`, `title`; `detail` is a Chinese sentence that says what is
    wrong and what to do next. `extra` members are added to the problem document.
    """

    status = 400
    code = "bad_request"
    title = "请求有误"
    default_detail = "请检查后再试。"

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        self.detail = detail or self.default_detail
        self.extra = extra
        super().__init__(self.detail)


class NotFound(Problem):
    status = 404
    code = "not_found"
    title = "没有找到"
    default_detail = "没有找到您要的内容，可能已被删除，或不属于当前账号。"


class SignInRequired(Problem):
    status = 401
    code = "sign_in_required"
    title = "请先登录"
    default_detail = "这一步需要登录后办理，请登录后继续，已填的内容会保留。"


class AssuranceTooLow(Problem):
    status = 403
    code = "assurance_too_low"
    title = "实名等级不足"
    default_detail = "这一步需要四级（L2）实名认证，请先在粤省事完成刷脸认证，再重新登录。"


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    title = "没有权限"
    default_detail = "您的账号没有这项权限。"


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = "状态已变化"
    default_detail = "内容刚刚发生变化，请刷新后再试。"


class IdempotencyConflict(Conflict):
    code = "idempotency_conflict"
    title = "重复的请求标识"
    default_detail = "同一个请求标识已用于另一份内容，请换一个标识再提交。"


class InvalidInput(Problem):
    """Field errors: `errors` is a list of {"field", "message"}."""

    status = 422
    code = "invalid_input"
    title = "填写有误"
    default_detail = "有内容填写不正确，请按提示修改。"

    def __init__(self, errors: dict[str, str] | None = None, detail: str | None = None) -> None:
        listed = [{"field": field, "message": text} for field, text in (errors or {}).items()]
        first = listed[0]["message"] if listed else None
        super().__init__(detail or first, errors=listed)


class TooLarge(Problem):
    status = 413
    code = "too_large"
    title = "内容过大"
    default_detail = "内容超过大小限制，请压缩后再试。"


class UnsupportedFile(Problem):
    status = 415
    code = "unsupported_file"
    title = "文件格式不支持"
    default_detail = "请上传PDF、JPG或PNG文件。"


class TooMany(Problem):
    status = 429
    code = "too_many_requests"
    title = "操作太频繁"
    default_detail = "操作太频繁，请稍后再试。"


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = "服务暂不可用"
    default_detail = "相关服务暂时没有响应，请稍后再试，已填的内容不会丢失。"
