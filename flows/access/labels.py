"""What a permission is called, by the group it is shown in. One nobody named shows its own id."""

from __future__ import annotations

from foundation.viewer import ROLE_NAMES

GROUPS: dict[str, str] = {
    "cases": "办件",
    "letters": "文书",
    "publications": "结果公示",
    "inspections": "云勘察",
    "processes": "审批流程",
    "calendar": "工作日历",
    "handoffs": "接待市民",
    "knowledge": "知识库",
    "search": "检索",
    "consultations": "咨询统计",
    "understanding": "理解",
    "statistics": "统计报表",
    "reports": "统计报表",
    "organisation": "组织架构",
    "accounts": "账号",
    "access": "角色与授权",
    "audit": "审计",
}
LABELS: dict[str, str] = {
    "cases.view": "查看办件",
    "cases.accept": "受理、退回补正",
    "cases.decide": "作出准予或不予的决定",
    "cases.reveal": "查看遮盖的信息（留痕）",
    "cases.lead": "给同事分派办件、共享视图",
    "cases.people": "按姓名或证件号查找申请人（留痕）",
    "cases.history": "查看申请人的其他办件（留痕）",
    "cases.credit": "查询申请人信用（留痕）",
    "letters.approve": "批准勘误",
    "publications.manage": "公示结果",
    "inspections.hold": "远程勘察、制作勘察笔录",
    "processes.work": "办理流程环节",
    "processes.lead": "改派、迁移流程",
    "processes.manage": "绘制、发布流程",
    "calendar.manage": "调整工作日历",
    "halls.serve": "在窗口值班，接待现场群众",
    "halls.manage": "管理大厅、窗口，打印码单",
    "handoffs.serve": "接待市民、办理工单",
    "handoffs.lead": "管理接待",
    "knowledge.view": "查看知识库",
    "knowledge.edit": "编辑知识库、导入",
    "knowledge.review": "审核同事提交的内容",
    "search.manage": "管理检索策略",
    "consultations.view": "看咨询统计",
    "consultations.read": "看市民没得到答案的话",
    "understanding.correct": "纠正机器人的理解",
    "understanding.review": "批准理解纠正、看模型",
    "statistics.view": "查看办件统计和报表",
    "ratings.view": "查看办件评价",
    "reports.manage": "管理报表定义、重算和重发",
    "organisation.view": "查看组织架构和人员",
    "organisation.manage": "管理组织架构、岗位",
    "accounts.manage": "开设、停用、重置账号",
    "access.manage": "管理角色和授权、锁定账号",
    "audit.read": "查阅审计记录",
}
ROLE_NOTES: dict[str, str] = {
    "clerk": "在窗口受理办件、退回补正、接待市民",
    "officer": "受理并作出决定",
    "supervisor": "查看、决定，督办流程，审核知识",
    "editor": "写知识、管理检索策略",
    "admin": "管理组织架构和账号，不办业务，不能授权",
    "security": "管理角色和授权、锁定账号，批准系统管理员的申请",
    "auditor": "只查阅审计记录",
}


def group_of(permission: str) -> str:
    prefix = permission.split(".", 1)[0]
    return GROUPS.get(prefix, prefix)


def role_words(role_id: str) -> tuple[str, str]:
    """Name and note of a shipped role; one that nobody named shows its own id."""
    return ROLE_NAMES.get(role_id, role_id), ROLE_NOTES.get(role_id, "")
