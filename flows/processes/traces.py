"""Every act leaves a row: who, what, in which words."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.models import ProcessEvent
from foundation.viewer import StaffMember

ACT_LABELS = {
    "draft": "保存草稿",
    "publish": "发布",
    "revoke": "停用版本",
    "start": "启动流程",
    "claim": "认领",
    "release": "退回待领",
    "complete": "办理",
    "return": "退回",
    "refuse": "驳回",
    "withdraw": "撤回",
    "transfer": "转办",
    "delegate": "委托",
    "ask_opinion": "请人会签",
    "give_opinion": "会签意见",
    "urge": "催办",
    "timer": "定时触发",
    "escalate": "超期督办",
    "migrate": "改用新版流程",
    "end": "流程办结",
    "supplement": "退回申请人补正",
    "fields": "填写环节信息",
    "bind": "绑定流程",
}
SYSTEM = "系统"


def note(
    session: AsyncSession,
    subject: str,
    act: str,
    staff: StaffMember | None,
    text: str = "",
    step_id: str | None = None,
) -> None:
    """`staff` None: the system itself."""
    assert act in ACT_LABELS
    session.add(
        ProcessEvent(
            subject=subject,
            step_id=step_id,
            act=act,
            actor=staff.staff_id if staff else "system",
            actor_name=staff.display_name if staff else SYSTEM,
            text=text,
            at=now(),
        )
    )
