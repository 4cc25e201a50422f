"""Names, places and numbers as they stand on papers: made up, with check digits that hold."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from foundation.identifiers import CreditCode, ResidentId

_SURNAMES = "陈李黄张梁林刘吴杨郑罗何周叶苏曾麦冯谭欧阳"
_GIVEN = "志伟嘉欣俊杰婉仪浩然雨桐子轩美玲国强丽萍家豪思琪文静建华晓敏泽宇诗雅永康"
_ETHNICITIES = ("汉", "汉", "汉", "汉", "壮", "回", "瑶", "土家", "满")
_STREETS = (
    "天河路", "体育东路", "黄埔大道西", "中山大道西", "天河北路", "龙口西路", "五山路",
    "员村二横路", "棠下大片路", "珠江新城华夏路", "车陂路", "东圃大马路",
)  # fmt: skip
_TRADES = (
    "餐饮管理",
    "食品贸易",
    "信息科技",
    "文化传播",
    "物业管理",
    "健身服务",
    "商贸",
    "教育咨询",
)
_BRANDS = ("粤味轩", "天润", "华信", "穗丰", "南星", "锦程", "云帆", "百川", "恒益", "悦和")
_SCOPES = (
    "餐饮服务", "食品销售", "日用百货零售", "软件开发", "信息技术咨询服务", "企业管理咨询",
    "物业管理", "会议及展览服务", "广告设计、代理", "住房租赁", "组织文化艺术交流活动",
    "健身休闲活动", "体育用品及器材零售", "货物进出口",
)  # fmt: skip
_SCHOOLS = ("华南理工大学", "暨南大学", "华南师范大学", "广东工业大学", "广州大学")
_MAJORS = ("计算机科学与技术", "会计学", "食品科学与工程", "汉语言文学", "行政管理")


class Person:
    """Somebody made up from a seed, with what is `known` of him as it is said."""

    def __init__(self, chance: random.Random, **known: Any) -> None:
        self.name = chance.choice(_SURNAMES[:-2]) + "".join(
            chance.sample(_GIVEN, chance.choice((1, 2, 2)))
        )
        self.gender = chance.choice("男女")
        self.ethnicity = chance.choice(_ETHNICITIES)
        self.birth_date = date(1960, 1, 1) + timedelta(days=chance.randrange(15_000))
        self.address = street(chance)
        self.id_number = resident_id(chance, self.birth_date, self.gender)
        self.phone = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
        vars(self).update(known)


def street(chance: random.Random) -> str:
    room = f"{chance.randint(1, 32)}{chance.randint(1, 12):02d}房"
    return f"广州市天河区{chance.choice(_STREETS)}{chance.randint(1, 699)}号{room}"


def resident_id(chance: random.Random, born: date, gender: str) -> str:
    order = chance.randrange(500) * 2 + (gender == "男")
    body = f"440106{born:%Y%m%d}{order:03d}"
    return body + ResidentId.check_character(body)


def credit_code(chance: random.Random) -> str:
    body = (
        "9144010"
        + "6"
        + "MA"
        + "".join(chance.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(7))
    )
    return body + CreditCode.check_character(body)


def company(chance: random.Random) -> str:
    return f"广州{chance.choice(_BRANDS)}{chance.choice(_TRADES)}有限公司"


def scope(chance: random.Random) -> str:
    return "；".join(chance.sample(_SCOPES, chance.randint(3, 6)))


def school(chance: random.Random) -> tuple[str, str]:
    """A school and a major."""
    return chance.choice(_SCHOOLS), chance.choice(_MAJORS)


def bank_card(chance: random.Random) -> str:
    """Nineteen digits that keep Luhn's sum (ISO/IEC 7812-1)."""
    body = "622202" + "".join(chance.choice("0123456789") for _ in range(12))
    digits = [int(c) * (2 if i % 2 == 0 else 1) for i, c in enumerate(reversed(body))]
    return body + str(-sum(d // 10 + d % 10 for d in digits) % 10)


def day(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days))


def written(moment: date) -> str:
    """2026年11月27日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"
