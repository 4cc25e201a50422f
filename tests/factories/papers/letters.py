"""A4 papers: lease (three pages), commitment letter, application form, floor plan, a stray one."""

from __future__ import annotations

import random
from datetime import date

from flows.prereview.readings import DocumentKind
from tests.factories.papers.people import Person, company, credit_code, day, street, written
from tests.factories.papers.sheet import A4, INK, Paper, Sheet, broken, font

_CLAUSES = (
    "乙方应按约定的用途使用该房屋，未经甲方书面同意不得擅自改变房屋结构或用途。",
    "租赁期间，甲方负责房屋主体结构的维修，乙方负责日常设施的维护并承担相应费用。",
    "水费、电费、燃气费、物业管理费由乙方按实际使用量自行承担并按时缴纳。",
    "任何一方提前解除合同的，应提前三十日书面通知对方，并按一个月租金支付违约金。",
    "租赁期满乙方需继续承租的，应当在期满前一个月提出，同等条件下有优先承租权。",
    "因不可抗力导致合同不能履行的，双方互不承担责任，已付的租金按实际天数结算。",
    "本合同履行中发生争议的，由双方协商解决；协商不成的，向房屋所在地人民法院起诉。",
    "本合同一式三份，甲乙双方各执一份，另一份用于办理房屋租赁登记备案。",
)


def lease(
    chance: random.Random,
    lessee: str | None = None,
    address: str | None = None,
    valid: tuple[date, date] | None = None,
) -> list[Paper]:
    """Parties and house, clauses, signatures: three pages. `valid`: the first and the last day."""
    lessor = Person(chance)
    tenant = lessee or company(chance)
    begin = day(chance, date(2022, 1, 1), date(2026, 10, 1)).replace(day=1)
    end = date(begin.year + chance.choice((1, 2, 3, 5)), begin.month, 28)
    begin, end = valid or (begin, end)
    first = _lease_first(chance, lessor, tenant, address or street(chance), begin, end)
    return [first, _lease_clauses(), _lease_last(chance, lessor.name, tenant, begin)]


def _lease_first(
    chance: random.Random, lessor: Person, tenant: str, address: str, begin: date, end: date
) -> Paper:
    sheet = Sheet(DocumentKind.LEASE, A4)
    sheet.text((620, 120), "房屋租赁合同", 60, anchor="ma")
    sheet.text((120, 270), "甲方（出租方）：", 32)
    sheet.value("lessor", (390, 270), lessor.name, 32)
    sheet.text((120, 340), f"身份证号码：{lessor.id_number}", 32)
    sheet.text((120, 410), "乙方（承租方）：", 32)
    sheet.value("lessee", (390, 410), tenant, 32)
    sheet.text((120, 500), "根据《中华人民共和国民法典》，甲乙双方经协商一致，订立本合同。", 30)
    sheet.text((120, 590), "一、租赁房屋地址：", 32)
    sheet.value("address", (420, 590), address, 32, width=720)
    area = f"{chance.randint(20, 300)}.{chance.randint(1, 9)}"
    sheet.text((120, 720), "二、建筑面积：", 32)
    sheet.value("area", (350, 720), f"{area}平方米", 32, means=area)
    sheet.text((120, 800), "三、租赁期限：自", 32)
    sheet.value("lease_from", (385, 800), written(begin), 32, means=begin.isoformat())
    sheet.text((690, 800), "起至", 32)
    sheet.value("lease_until", (765, 800), written(end), 32, means=end.isoformat())
    sheet.text((1050, 800), "止。", 32)
    rent = chance.randint(15, 300) * 100
    sheet.text((120, 880), "四、月租金：人民币", 32)
    sheet.value("rent", (425, 880), f"{rent}元", 32, means=str(rent))
    sheet.text((120, 960), "五、租赁用途：商业经营。", 32)
    _paragraphs(sheet, 1050, _CLAUSES[:3])
    _number(sheet, 1)
    return sheet.paper


def _lease_clauses() -> Paper:
    sheet = Sheet(DocumentKind.LEASE, A4)
    _paragraphs(sheet, 140, _CLAUSES)
    _paragraphs(sheet, 1050, _CLAUSES[2:6])
    _number(sheet, 2)
    return sheet.paper


def _lease_last(chance: random.Random, lessor: str, tenant: str, begin: date) -> Paper:
    sheet = Sheet(DocumentKind.LEASE, A4)
    _paragraphs(sheet, 140, _CLAUSES[4:])
    sheet.text((120, 640), "甲方（签字）：", 34)
    sheet.sign((380, 590), lessor)
    sheet.text((660, 640), "乙方（盖章）：", 34)
    sheet.text((660, 720), tenant, 32)
    signed = day(chance, date(begin.year - 1, 6, 1), begin)
    sheet.text((120, 860), "签订日期：", 34)
    sheet.value("signed_on", (300, 860), written(signed), 34, means=signed.isoformat())
    sheet.seal((900, 740), 140, tenant)
    _number(sheet, 3)
    return sheet.paper


def commitment(chance: random.Random, person: Person | None = None, signed: bool = True) -> Paper:
    who = person or Person(chance)
    sheet = Sheet(DocumentKind.COMMITMENT_LETTER, A4)
    sheet.value("title", (440, 160), "信用承诺书", 66)
    _paragraphs(
        sheet,
        330,
        (
            f"本人{who.name}，身份证号码{who.id_number}，就申请办理食品经营许可事项郑重承诺：",
            "一、所提交的申请材料真实、合法、有效，复印件与原件一致。",
            "二、已知晓并将严格遵守有关法律、法规和规章的规定，接受监督检查。",
            "三、若违反以上承诺，自愿承担相应的法律责任，并接受失信惩戒。",
        ),
    )
    moment = day(chance, date(2026, 1, 1), date(2026, 11, 20))
    sheet.text((640, 1080), "承诺人（签名）：", 34)
    if signed:
        sheet.sign((920, 1020), who.name)
        sheet.paper.fields["promiser"] = who.name
    sheet.value("signed_on", (700, 1190), written(moment), 34, means=moment.isoformat())
    return sheet.paper


def application(
    chance: random.Random,
    person: Person | None = None,
    signed: bool = True,
    seal: str | None = None,
    **wanted: str,
) -> Paper:
    """`seal`: whose is pressed on it; `wanted`: title, applicant, code, address."""
    who = person or Person(chance)
    sheet = Sheet(DocumentKind.APPLICATION_FORM, A4)
    sheet.text((620, 120), wanted.get("title", "食品经营许可申请表"), 56, anchor="ma")
    rows = (
        ("申  请  人", "applicant", wanted.get("applicant", who.name)),
        ("身份证号码", "id_number", who.id_number),
        ("单位名称", None, company(chance)),
        ("统一社会信用代码", "credit_code", wanted.get("code", credit_code(chance))),
        ("联系电话", "phone", who.phone),
        ("经营场所", "address", wanted.get("address", street(chance))),
        ("经营项目", None, "热食类食品制售"),
        ("从业人数", None, f"{chance.randint(2, 40)}人"),
    )
    for index, (label, field, words) in enumerate(rows):
        top = 260 + index * 100
        sheet.draw.rectangle((110, top, 1130, top + 100), outline=INK, width=2)
        sheet.draw.line((430, top, 430, top + 100), fill=INK, width=2)
        sheet.text((270, top + 30), label, 30, anchor="ma")
        if field:
            sheet.value(field, (455, top + 30), words, 30)
        else:
            sheet.text((455, top + 30), words, 30)
    _paragraphs(sheet, 1110, ("本申请人保证所填内容和提交的材料真实有效，并对其真实性负责。",))
    sheet.text((640, 1290), "申请人签名：", 34)
    if signed:
        sheet.sign((860, 1235), who.name)
    moment = day(chance, date(2026, 1, 1), date(2026, 11, 20))
    sheet.text((640, 1390), "申请日期：", 34)
    sheet.value("signed_on", (820, 1390), written(moment), 34, means=moment.isoformat())
    if seal:
        sheet.seal((360, 1400), 130, seal)
    return sheet.paper


def letter(
    _chance: random.Random,
    title: str = "情况说明",
    words: tuple[str, ...] = ("以上情况属实。",),
    signed: str | None = None,
) -> Paper:
    """Any other paper with its title, and somebody's name under it."""
    sheet = Sheet(DocumentKind.OTHER, A4)
    sheet.text((620, 150), title, 60, anchor="ma")
    bottom = _paragraphs(sheet, 320, words)
    if signed:
        sheet.text((560, bottom + 120), "股东（签字）：", 34)
        sheet.sign((830, bottom + 65), signed)
    return sheet.paper


def floor_plan(chance: random.Random) -> Paper:
    sheet = Sheet(DocumentKind.FLOOR_PLAN, (A4[1], A4[0]), face="Sans")
    sheet.text((877, 60), "经营场所平面布局图", 52, anchor="ma")
    sheet.draw.rectangle((200, 180, 1550, 1080), outline=INK, width=8)
    middle, upper = chance.randint(700, 1000), chance.randint(500, 700)
    sheet.draw.line((middle, 180, middle, 1080), fill=INK, width=6)
    sheet.draw.line((200, upper, middle, upper), fill=INK, width=6)
    for words, at in (
        ("就餐区 65㎡", ((middle + 1550) // 2, 630)),
        ("烹饪间 18㎡", ((200 + middle) // 2, (180 + upper) // 2)),
        ("洗消间 8㎡", ((200 + middle) // 2, (1080 + upper) // 2)),
        ("出入口", (1450, 1110)),
        ("比例尺 1:100", (320, 1150)),
    ):
        sheet.text(at, words, 36, anchor="mm")
    return sheet.paper


def notice(_chance: random.Random) -> Paper:
    """A paper of none of the kinds."""
    sheet = Sheet(DocumentKind.OTHER, A4)
    sheet.text((620, 150), "停水通知", 64, anchor="ma")
    _paragraphs(
        sheet,
        320,
        (
            "各位住户：因小区供水管道抢修，定于本周六上午九时至下午五时暂停供水。",
            "请各位提前储水，给您带来的不便敬请谅解。如有疑问请致电物业服务中心。",
        ),
    )
    return sheet.paper


def _paragraphs(sheet: Sheet, top: int, paragraphs: tuple[str, ...]) -> int:
    for words in paragraphs:
        for line in broken(f"\u3000\u3000{words}", font(30, sheet.face), 1000):
            sheet.text((120, top), line, 30)
            top += 56
        top += 12
    return top


def _number(sheet: Sheet, page: int) -> None:
    sheet.text((620, 1680), f"第{page}页 共3页", 24, anchor="ma")
