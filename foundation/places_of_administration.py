"""Places of administration (行政区划) by GB/T 2260 code: names, and which rules hold where.

Only those the platform speaks of: the country, provinces, Guangdong's cities, Guangzhou's
districts. Streets and communities are data of the knowledge base.
"""

from __future__ import annotations

NATIONAL = "000000"

NAMES = {
    NATIONAL: "全国",
    "110000": "北京市", "120000": "天津市", "130000": "河北省", "140000": "山西省",
    "150000": "内蒙古自治区", "210000": "辽宁省", "220000": "吉林省", "230000": "黑龙江省",
    "310000": "上海市", "320000": "江苏省", "330000": "浙江省", "340000": "安徽省",
    "350000": "福建省", "360000": "江西省", "370000": "山东省", "410000": "河南省",
    "420000": "湖北省", "430000": "湖南省", "440000": "广东省", "450000": "广西壮族自治区",
    "460000": "海南省", "500000": "重庆市", "510000": "四川省", "520000": "贵州省",
    "530000": "云南省", "540000": "西藏自治区", "610000": "陕西省", "620000": "甘肃省",
    "630000": "青海省", "640000": "宁夏回族自治区", "650000": "新疆维吾尔自治区",
    "440100": "广州市", "440200": "韶关市", "440300": "深圳市", "440400": "珠海市",
    "440500": "汕头市", "440600": "佛山市", "440700": "江门市", "440800": "湛江市",
    "440900": "茂名市", "441200": "肇庆市", "441300": "惠州市", "441400": "梅州市",
    "441500": "汕尾市", "441600": "河源市", "441700": "阳江市", "441800": "清远市",
    "441900": "东莞市", "442000": "中山市", "445100": "潮州市", "445200": "揭阳市",
    "445300": "云浮市",
    "440103": "荔湾区", "440104": "越秀区", "440105": "海珠区", "440106": "天河区",
    "440111": "白云区", "440112": "黄埔区", "440113": "番禺区", "440114": "花都区",
    "440115": "南沙区", "440117": "从化区", "440118": "增城区",
}  # fmt: skip


def name_of(code: str) -> str:
    """What people call the place: 440300 → 深圳市, 440106 → 广州市天河区; the code if unknown."""
    own = NAMES.get(code)
    if own is None:
        return f"行政区划{code}"
    city = f"{code[:4]}00"
    return f"{NAMES[city]}{own}" if code[4:] != "00" and city in NAMES else own


def lineage(code: str) -> tuple[str, ...]:
    """The place and everything it lies in, nearest first: 440106, 440100, 440000, 000000."""
    steps = (code, f"{code[:4]}00", f"{code[:2]}0000", NATIONAL)
    return tuple(dict.fromkeys(steps))


def holds_for(region: str, home: str) -> bool:
    """Whether a rule of `region` holds for people of `home`."""
    return region in lineage(home)
