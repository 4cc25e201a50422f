"""What can be read on each kind of document (识读字段), and how people call it.

The reader (`flows/prereview/documents`) fills these, rules (`prereview.yaml`) name them.
"""

from __future__ import annotations

from typing import Literal

DocumentKindName = Literal[
    "id_card",
    "business_licence",
    "lease",
    "property_certificate",
    "health_certificate",
    "graduation_certificate",
    "household_register",
    "bank_card",
    "commitment_letter",
    "application_form",
    "floor_plan",
    "photo",
    "other",
]

KIND_LABELS: dict[DocumentKindName, str] = {
    "id_card": "居民身份证", "business_licence": "营业执照", "lease": "租赁合同",
    "property_certificate": "不动产权证书", "health_certificate": "健康证明",
    "graduation_certificate": "毕业证书", "household_register": "居民户口簿",
    "bank_card": "银行卡", "commitment_letter": "承诺书", "application_form": "申请表",
    "floor_plan": "平面图", "photo": "证件照片", "other": "其他文件",
}  # fmt: skip

FIELDS: dict[DocumentKindName, dict[str, str]] = {
    "id_card": {
        "name": "姓名", "gender": "性别", "ethnicity": "民族", "birth_date": "出生日期",
        "address": "住址", "id_number": "公民身份号码", "issuing_authority": "签发机关",
        "valid_from": "有效期起", "valid_until": "有效期止",
    },
    "business_licence": {
        "name": "名称", "credit_code": "统一社会信用代码", "entity_type": "类型",
        "legal_person": "法定代表人（负责人、经营者）", "address": "住所（经营场所）",
        "capital": "注册资本", "established_on": "成立日期", "business_scope": "经营范围",
        "valid_from": "营业期限起", "valid_until": "营业期限止",
        "issuing_authority": "登记机关", "issued_on": "发照日期",
    },
    "lease": {
        "lessor": "出租人", "lessee": "承租人", "address": "房屋地址", "area": "面积",
        "lease_from": "租期起", "lease_until": "租期止", "rent": "租金", "signed_on": "签订日期",
    },
    "property_certificate": {
        "owner": "权利人", "address": "坐落", "certificate_number": "证书号",
        "unit_number": "不动产单元号", "area": "面积", "usage": "用途", "issued_on": "登记日期",
    },
    "health_certificate": {
        "name": "姓名", "id_number": "身份证号码", "certificate_number": "证号",
        "issued_on": "发证日期", "valid_until": "有效期止", "issuing_authority": "发证单位",
    },
    "graduation_certificate": {
        "name": "姓名", "birth_date": "出生日期", "school": "学校", "major": "专业",
        "level": "学历层次", "graduated_on": "毕业日期", "certificate_number": "证书编号",
    },
    "household_register": {
        "name": "姓名", "id_number": "公民身份号码", "address": "住址",
        "relation": "与户主关系", "birth_date": "出生日期", "household_number": "户号",
    },
    "bank_card": {"card_number": "卡号", "bank": "发卡银行"},
    "commitment_letter": {
        "title": "标题", "promiser": "承诺人", "id_number": "身份证号码",
        "credit_code": "统一社会信用代码", "signed_on": "签署日期",
    },
    "application_form": {
        "applicant": "申请人", "id_number": "身份证号码", "credit_code": "统一社会信用代码",
        "address": "地址", "phone": "联系电话", "signed_on": "签署日期",
    },
    "floor_plan": {},
    "photo": {},
    "other": {},
}  # fmt: skip


def field_label(kinds: tuple[DocumentKindName, ...], field: str) -> str:
    """The word for a field as it stands on the first of these documents that has it."""
    return next((FIELDS[kind][field] for kind in kinds if field in FIELDS[kind]), field)


REGISTERED_KINDS: dict[DocumentKindName, tuple[str, str]] = {
    "business_licence": ("营业执照", "credit_code"),
    "property_certificate": ("不动产权证书", "certificate_number"),
    "health_certificate": ("健康证明", "certificate_number"),
    "graduation_certificate": ("毕业证书", "certificate_number"),
}
"""Kinds whose licences stand in a register: the licence's name there, and the field its number is
read into."""
