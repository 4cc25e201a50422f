"""Which reader reads which field, and what people call the field."""

from __future__ import annotations

from knowledge_base.importers.items.addresses import read_hours, read_place
from knowledge_base.importers.items.links import read_link
from knowledge_base.importers.items.lists import (
    read_materials,
    read_names,
    read_objects,
    read_themes,
)
from knowledge_base.importers.items.phones import read_phones
from knowledge_base.importers.items.reading import Converter
from knowledge_base.importers.items.scalars import (
    read_catalog_code,
    read_code,
    read_condition,
    read_flag,
    read_level,
    read_line,
    read_region,
    read_task_type,
    read_visits,
)
from knowledge_base.importers.items.terms import read_term

CONVERTERS: dict[str, Converter] = {
    "code": read_code,
    "catalog_code": read_catalog_code,
    "name": read_line,
    "catalog_name": read_line,
    "short_names": read_names,
    "spoken_names": read_names,
    "task_type": read_task_type,
    "use_level": read_level,
    "region": read_region,
    "department": read_line,
    "service_objects": read_objects,
    "themes": read_themes,
    "accept_condition": read_condition,
    "materials": read_materials,
    "statutory": read_term,
    "promised": read_term,
    "visits": read_visits,
    "place": read_place,
    "hours": read_hours,
    "is_online": read_flag,
    "online_url": read_link,
    "has_courier": read_flag,
    "has_booking": read_flag,
    "link_way": read_phones,
    "supervise_way": read_phones,
}

BESIDE: dict[str, set[str]] = {
    "code": {"handling"},
    "statutory": {"unit", "explain"},
    "promised": {"unit", "explain"},
    "visits": {"reason", "depth"},
}
"""The columns that may stand beside a field's own."""

REQUIRED = {"code", "name"}

LABELS: dict[str, str] = {
    "code": "实施编码",
    "catalog_code": "基本编码",
    "name": "事项名称",
    "catalog_name": "目录名称",
    "short_names": "简称",
    "spoken_names": "日常叫法",
    "task_type": "事项类型",
    "use_level": "行使层级",
    "region": "行政区划",
    "department": "实施部门",
    "audience": "面向对象",
    "service_objects": "服务对象",
    "themes": "主题",
    "accept_condition": "受理条件",
    "materials": "申请材料",
    "statutory": "法定时限",
    "promised": "承诺时限",
    "visits": "到现场次数",
    "place": "办理地点",
    "hours": "办理时间",
    "is_online": "能否网办",
    "online_url": "网办地址",
    "has_courier": "能否快递",
    "has_booking": "能否预约",
    "link_way": "咨询电话",
    "supervise_way": "投诉电话",
}
