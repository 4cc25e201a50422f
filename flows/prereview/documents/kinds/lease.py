"""Lease (房屋租赁合同): sentences of many wordings, so patterns over the running text."""

from __future__ import annotations

import re

from flows.prereview.documents import values
from flows.prereview.documents.kinds.id_card import until
from flows.prereview.documents.kinds.shared import Document, Fields, name_field, only, plain

_PARTY = (
    r"(?P<value>[\u4e00-\u9fffA-Za-z·（）]{2,40}?)"
    r"(?=身份证|统一社会|证件|地址|联系|电话|乙方|承租|根据|法定|签|鉴于|[一二三]、|[，。；：_]|\d|$)"
)
_DAY = r"\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?"
_LESSOR = re.compile(r"(?:甲方)?（?(?:出租方|出租人)(?:（甲方）)?）?(?:姓名|名称)?：" + _PARTY)
_LESSEE = re.compile(r"(?:乙方)?（?(?:承租方|承租人)(?:（乙方）)?）?(?:姓名|名称)?：" + _PARTY)
_ADDRESS = re.compile(
    r"(?:房屋(?:地址|坐落|位于)|租赁(?:地址|房屋坐落)|坐落(?:于|在)?|位于)(?:于|在|为)?：?"
    r"(?P<value>[\u4e00-\u9fff0-9A-Za-z\-#（）]{6,60}?)"
    r"(?=[，。；]|[二三2][、.]|建筑面积|房屋面积|面积|的房屋|$)"
)
_AREA = re.compile(r"面积(?:为|约|共)?：?(?P<value>\d+(?:\.\d+)?(?:平方米|平米|m2))")
_PERIOD = re.compile(
    r"(?:自|从|期限(?:为|：)?自?)：?(?P<value>" + _DAY + r"(?:起)?(?:至|到|-)" + _DAY + r")"
)
_RENT = re.compile(
    r"(?:月租金|租金(?:标准)?(?:为)?(?:每月)?|每月租金)(?:为|：|共计)*(?:人民币)?：?"
    r"(?P<value>[\d,.]+万?元|[零壹贰叁肆伍陆柒捌玖拾佰仟万]+元)"
)
_SIGNED = re.compile(r"(?:签订日期|签约日期|签署日期|签订时间|日期)：?(?P<value>" + _DAY + r")")


def read(document: Document) -> Fields:
    period = document.find(_PERIOD)
    return only(
        lessor=name_field(document.find(_LESSOR)),
        lessee=name_field(document.find(_LESSEE)),
        address=plain(document.find(_ADDRESS), str),
        area=plain(document.find(_AREA), values.area),
        lease_from=plain(period, values.first_date),
        lease_until=plain(period, until),
        rent=plain(document.find(_RENT), values.amount),
        signed_on=plain(document.find(_SIGNED), values.first_date),
    )
