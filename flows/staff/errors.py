"""What can go wrong for staff."""

from foundation.errors import Conflict, NotFound, Problem


class LoginFailed(Problem):
    status = 401
    code = "login_failed"
    title = "登录失败"
    default_detail = "用户名、密码或动态码不正确，请核对后再试。连续输错5次会锁定15分钟。"


class LoginLocked(Problem):
    status = 423
    code = "locked"
    title = "账号已锁定"
    default_detail = "连续输错次数过多，账号已临时锁定，请稍后再试或联系系统管理员。"


class EnrolmentFailed(Problem):
    status = 401
    code = "enrolment_failed"
    title = "激活失败"
    default_detail = "用户名或激活码不正确，或激活码已用过、已过期，请核对或找系统管理员重新发。"


class StaffSessionUnknown(Problem):
    status = 401
    code = "session_expired"
    title = "登录已过期"
    default_detail = "登录已过期，请重新登录。"


class TaskUnknown(NotFound):
    code = "task_unknown"
    default_detail = "没有找到这项待办，可能已由他人办结或申请人已撤回。"


class TaskTaken(Conflict):
    code = "task_taken"
    title = "已被他人认领"


class TaskDone(Conflict):
    code = "task_done"
    title = "已经办结"
    default_detail = "这项待办已经办结，请刷新列表。"


class OpinionsMissing(Conflict):
    code = "opinions_open"
    title = "意见还没有收齐"
