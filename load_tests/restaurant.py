"""The citizen of the main journey: what a person who opens a small restaurant says and answers."""

from __future__ import annotations

from typing import Any

ITEM_NAME = "食品经营许可"
OPENING_WORDS = "我想开个小餐馆要办什么证"
PROGRESS_WORDS = "我的办件到哪一步了"

ANSWERS: dict[str, Any] = {
    "business_form": "catering",
    "has_licence": "business",
    "dishes": ["hot", "drinks"],
    "area": 80,
    "sales_channel": "store_and_online",
    "handled_by": "self",
}
"""Question → answer of guidance."""

FORM: dict[str, Any] = {
    "applicant_name": "广州市天河区大文小馆餐饮店",
    "credit_code": "91440106MADEMX0030",
    "principal_name": "陈大文",
    "principal_id_number": "440106198806153017",
    "phone": "13800138001",
    "business_items": "热食类食品制售、自制饮品制售",
    "premises_address": "广州市天河区石牌西路1号首层之一",
    "staff_count": 4,
    "manager_name": "陈大文",
    "manager_id_number": "440106198806153017",
    "manager_phone": "13800138001",
    "manager_kind": "part_time",
    "delivery": "electronic",
}
"""Field → value of the application form; what the answers decide is filled in by the system."""

ACCOUNTS = (
    ("yueshengshi", "yss-chen-dawen"),
    ("yueshengshi", "yss-li-xiaohong"),
    ("yueshengshi", "yss-huang-xiuying"),
    ("yueshangtong", "yst-tianhe-xiaoguan"),
    ("yueshangtong", "yst-meiling-store"),
)
"""Channel and account at the sign-on simulator (listed in the README)."""
