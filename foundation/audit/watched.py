"""Which tables' changes are recorded, under which Chinese name, and why some are not.

A model stands in exactly one of the two tables (tests/structure/test_audit.py holds it).
"""

from __future__ import annotations

from dataclasses import dataclass

ALL = frozenset({"create", "update", "delete"})
MENDED = frozenset({"update", "delete"})
"""For rows that are themselves a trace: written once, so only a change of them is worth telling."""


@dataclass(frozen=True, slots=True)
class Watched:
    label: str
    acts: frozenset[str] = ALL


WATCHED: dict[str, Watched] = {
    "appointments": Watched("预约"),
    "calendar_days": Watched("工作日调整"),
    "canned_replies": Watched("常用语"),
    "case_events": Watched("办件流转", MENDED),
    "case_files": Watched("办件材料"),
    "case_note_versions": Watched("备注旧文", MENDED),
    "case_notes": Watched("办件备注"),
    "case_ratings": Watched("办件评价"),
    "case_suspensions": Watched("中止计时"),
    "cases": Watched("办件"),
    "corrections": Watched("理解纠正"),
    "counter_ratings": Watched("窗口评价"),
    "counter_handoff_events": Watched("接力记录", MENDED),
    "counter_handoffs": Watched("扫码接力", frozenset({"update"})),
    "counters": Watched("窗口"),
    "deliveries": Watched("送达记录", MENDED),
    "device_commands": Watched("设备指令", frozenset({"create"})),
    "devices": Watched("设备"),
    "duties": Watched("值班"),
    "enrolments": Watched("入网码"),
    "exports": Watched("导出", frozenset({"create"})),
    "field_edits": Watched("共填修改"),
    "file_uses": Watched("资料使用", MENDED),
    "halls": Watched("大厅"),
    "handoff_events": Watched("转人工流转", MENDED),
    "handoff_notes": Watched("内部备注"),
    "handoffs": Watched("转人工"),
    "import_batches": Watched("导入批次"),
    "issued_licences": Watched("签发证照"),
    "knowledge_entries": Watched("知识条目"),
    "knowledge_events": Watched("知识流转", MENDED),
    "knowledge_revisions": Watched("知识版本"),
    "inspection_events": Watched("勘察流转", MENDED),
    "inspection_stills": Watched("勘察照片"),
    "inspections": Watched("云勘察"),
    "letter_corrections": Watched("勘误申请"),
    "letters": Watched("文书"),
    "licence_grants": Watched("用证授权"),
    "parcels": Watched("断网收件"),
    "manual_reviews": Watched("人工预审"),
    "park_members": Watched("园区企业名单"),
    "phone_requests": Watched("手机请求"),
    "post_holdings": Watched("任职"),
    "posts": Watched("岗位"),
    "printed_codes": Watched("张贴码"),
    "process_bindings": Watched("流程绑定"),
    "process_delegations": Watched("委托"),
    "process_events": Watched("流程流转", MENDED),
    "process_steps": Watched("环节"),
    "process_templates": Watched("流程模板"),
    "process_versions": Watched("流程版本"),
    "publication_events": Watched("公示流转", MENDED),
    "publication_objections": Watched("公示异议"),
    "publications": Watched("公示"),
    "queue_lines": Watched("队列"),
    "queue_rules": Watched("叫号规则"),
    "rectification_events": Watched("整改流转", MENDED),
    "rectifications": Watched("差评整改"),
    "report_versions": Watched("报表定义"),
    "return_causes": Watched("退件原因", MENDED),
    "saved_queries": Watched("试查语句"),
    "saved_views": Watched("常用视图"),
    "search_strategies": Watched("检索策略"),
    "slot_plans": Watched("放号计划"),
    "showings": Watched("上屏"),
    "signatures": Watched("手写签名"),
    "staff": Watched("工作人员账号"),
    "staff_grants": Watched("授权"),
    "staff_mailboxes": Watched("工作人员邮箱"),
    "staff_roles": Watched("角色"),
    "staff_sessions": Watched("工作台登录", frozenset({"create", "delete"})),
    "tasks": Watched("待办"),
    "tickets": Watched("排队号"),
    "terminal_visits": Watched("自助办理"),
    "unit_events": Watched("机构沿革", MENDED),
    "units": Watched("机构"),
    "user_addresses": Watched("用户地址"),
    "user_sessions": Watched("用户登录", frozenset({"create"})),
    "users": Watched("用户"),
    "vault_consents": Watched("资料使用同意"),
    "vault_files": Watched("我的资料"),
    "work_order_events": Watched("工单流转", MENDED),
    "work_orders": Watched("工单"),
}

UNWATCHED: dict[str, str] = {
    "audit_archives": "the audit itself",
    "audit_heads": "the audit itself",
    "audit_links": "the audit itself",
    "audit_pending": "the audit itself",
    "audit_records": "the audit itself",
    "call_desks": "how many were called in a row; the tickets are watched",
    "case_fact_licences": "figures made anew from cases at any time",
    "case_facts": "figures made anew from cases at any time",
    "case_index": "marks for the search, made anew from cases at any time",
    "case_watches": "a person's own list",
    "chat_windows": "a counter of WeChat's limits",
    "conversations": "the talk's own bookkeeping, moved by every sentence",
    "device_events": "what a machine told by itself, written once",
    "device_pulses": "what a machine last said of itself",
    "field_locks": "who writes in a field for the next seconds",
    "file_uploads": "parts on their way; the file they become is watched",
    "guidance_runs": "a visitor's answers, replayed; the case opened from them is watched",
    "idempotency_records": "answers kept for a repeated request",
    "item_pins": "a person's own list",
    "kept_readings": "what a machine read, made anew at any time",
    "knowledge_generation": "a counter",
    "letter_numbers": "a counter drawn with its letter",
    "line_days": "a counter drawn with its ticket",
    "link_checks": "a machine's finding",
    "messages": "the talk itself, written once",
    "note_mentions": "follows its note, which is watched",
    "notice_consents": "a counter of WeChat's limits, with what its owner answered there",
    "outbox": "promises of the house to itself",
    "prereviews": "a machine's verdict; what a person says of it is watched",
    "process_instances": "the engine's state; its steps are watched",
    "process_specs": "kept under its own fingerprint, never changed",
    "process_timers": "moments the engine waits for",
    "push_signatures": "fingerprints of pushes, kept an hour",
    "regions": "published statistics, imported whole",
    "report_copies": "made of a run by the worker",
    "report_marks": "a counter",
    "report_runs": "made of a watched definition by the worker",
    "scan_counts": "numbers of a day, without a person",
    "search_records": "what was searched, without a person",
    "shadow_runs": "trials of rules",
    "slot_days": "a counter moved with its appointment",
    "staff_notices": "what the house tells its own people; what they were told of is watched",
    "ticket_reminders": "a mark that somebody was told once",
}

SHOWN = frozenset(
    {"status", "state", "role", "outcome", "verdict", "decision"}
    | {"kind", "is_active", "is_reusable", "act"}
)
"""Columns whose words are the house's own and may stand in clear."""
UNTOLD = frozenset({"updated_at", "version", "otp_last_step", "lock"})
"""Columns that move with every change and tell nothing."""
ACT_LABELS = {"create": "新建", "update": "修改", "delete": "删除"}
