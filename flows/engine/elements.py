"""What a diagram may hold, and how each element is called to the person who drew it."""

from __future__ import annotations

from typing import Literal

from foundation.viewer import ROLE_NAMES

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
TIANHE = "https://tianhe.gov.cn/bpmn"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

Kind = Literal["start", "end", "step", "exclusive", "parallel", "inclusive", "timer", "boundary"]

NODES: dict[str, Kind] = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "step",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "intermediateCatchEvent": "timer",
    "boundaryEvent": "boundary",
}
DRAWN_ONLY = frozenset(
    {"laneSet", "textAnnotation", "association", "documentation", "extensionElements"}
)
"""Read over: they say something to people and nothing to the engine."""
INSIDE = frozenset({"incoming", "outgoing", "documentation", "extensionElements"})
TIMED = frozenset({"timer", "boundary"})
GATEWAYS = frozenset({"exclusive", "parallel", "inclusive"})

LABELS = {
    "startEvent": "开始事件",
    "endEvent": "结束事件",
    "userTask": "用户任务",
    "exclusiveGateway": "排他网关",
    "parallelGateway": "并行网关",
    "inclusiveGateway": "包容网关",
    "intermediateCatchEvent": "中间事件",
    "boundaryEvent": "边界事件",
    "sequenceFlow": "连线",
    "task": "普通任务",
    "scriptTask": "脚本任务",
    "serviceTask": "服务任务",
    "sendTask": "发送任务",
    "receiveTask": "接收任务",
    "manualTask": "手工任务",
    "businessRuleTask": "业务规则任务",
    "callActivity": "调用活动",
    "subProcess": "子流程",
    "adHocSubProcess": "即席子流程",
    "transaction": "事务子流程",
    "eventBasedGateway": "事件网关",
    "complexGateway": "复杂网关",
    "intermediateThrowEvent": "抛出事件",
    "messageFlow": "消息流",
    "dataObjectReference": "数据对象",
    "dataStoreReference": "数据存储",
}
REASONS = {
    "task": "请改为用户任务，并选择环节类型",
    "manualTask": "请改为用户任务，并选择环节类型",
    "scriptTask": "流程图里不能放脚本，请删去或改为用户任务",
    "serviceTask": "流程图里不能调用程序，请删去或改为用户任务",
    "businessRuleTask": "规则请写在网关后的连线条件里",
    "subProcess": "请把里面的环节直接画在主流程里",
    "multiInstanceLoopCharacteristics": "多人办理请用环节类型「会签」",
    "standardLoopCharacteristics": "重复办理请画一条退回的连线",
}

STEPS = {
    "accept": "受理",
    "handle": "承办",
    "review": "审核",
    "approve": "批准",
    "make": "制证",
    "issue": "签发",
    "countersign": "会签",
    "inspect": "现场勘察",
    "escalate": "督办",
}
ROLES = {role: ROLE_NAMES[role] for role in ("clerk", "officer", "supervisor")}
"""Who may work on a step."""
DECISIONS = {"pass": "通过", "return": "退回", "refuse": "不予通过"}
"""What a person may decide at a step; the diagram asks for it as the fact `decision`."""


def label_of(tag: str) -> str:
    return LABELS.get(tag, tag)
