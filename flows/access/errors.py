"""What can go wrong with roles and grants."""

from foundation.errors import Conflict, Forbidden, NotFound


class RoleUnknown(NotFound):
    code = "role_unknown"
    default_detail = "没有这个角色，可能已被停用，请刷新后再选。"


class GrantUnknown(NotFound):
    code = "grant_unknown"
    default_detail = "没有找到这项授权，请刷新后再看。"


class PersonUnknown(NotFound):
    code = "person_unknown"
    default_detail = "没有这位工作人员，请刷新后再选。"


class GrantSettled(Conflict):
    code = "grant_settled"
    title = "已经处理"
    default_detail = "这项授权已经处理过了，请刷新查看结果。"


class NotForOneself(Forbidden):
    code = "not_for_oneself"
    title = "不能给自己授权"
    default_detail = "自己的角色和授权，要由另一位安全管理员处理。"


class PowersApart(Conflict):
    code = "powers_apart"
    title = "三员分立"
    default_detail = "系统管理员、安全管理员、审计管理员不能由同一人担任，也不兼办业务。"


class LastOfItsKind(Conflict):
    code = "last_administrator"
    title = "不能没有这位管理员"
    default_detail = "这是最后一位在岗的同类管理员，请先安排好接任的人。"


class RoleInUse(Conflict):
    code = "role_in_use"
    title = "还有人用着"
