"""Demonstration staff: exist only under `DEMO=1`, listed in the README, never in production."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """`department` is a unit of the tree by its name; `office` one below it, made for the show.

    Without `items` and `regions` their grant reaches all that the unit's department takes (the
    hall: everything).
    """

    username: str
    display_name: str
    role: str
    department: str
    otp_secret: str
    skills: tuple[str, ...] = ()
    """Topics whose handoffs they take (department codes, or `general`); none means all."""
    office: str = ""
    post: str = ""
    work_number: str = ""
    items: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    hidden_fields: tuple[str, ...] = ()


DEMO_PASSWORD = "Tianhe@2026"
_HALL = "天河区政务服务中心综合窗口"
_BUREAU = "天河区政务服务数据管理局"
_MARKET = "广州市天河区市场监督管理局"
_FOOD = "11440106007519140X4000131024000"


_ACCOUNTS = (
    DemoStaff(
        *("chenxm", "陈晓敏", "officer", _HALL, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
        post="审批岗",
        work_number="TH0106",
    ),
    DemoStaff(
        *("lijh", "李嘉豪", "clerk", _HALL, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"),
        skills=("general", "11440106007519140X", "11440106765650012B"),
        post="窗口受理岗",
        work_number="TH0118",
    ),
    DemoStaff(
        *("huangwy", "黄婉仪", "supervisor", _BUREAU, "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"),
        office="审批督办科",
        post="科长",
        work_number="TH0003",
    ),
    DemoStaff(
        *("zhengjw", "郑嘉雯", "editor", _BUREAU, "NFXHGZLSORUW63RANFXHGZLSORUW63RA"),
        office="知识运营科",
        post="内容编辑岗",
    ),
    DemoStaff(
        *("liangzq", "梁志强", "editor", _BUREAU, "OBZGC43UNFXW4IDBOBZGC43UNFXW4IDB"),
        office="知识运营科",
        post="内容编辑岗",
    ),
    DemoStaff(
        *("fengjy", "冯嘉仪", "officer", _MARKET, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        office="食品经营许可科",
        post="现场核查岗",
        items=(_FOOD,),
        regions=("石牌街道", "天河南街道"),
        hidden_fields=("phone",),
    ),
    DemoStaff("admin", "系统管理员", "admin", _BUREAU, "ONSWG4TFORZWKY3SONSWG4TFORZWKY3S"),
    DemoStaff("security", "安全管理员", "security", _BUREAU, "PFXXK4TTMVRXK4TJPFXXK4TTMVRXK4TJ"),
    DemoStaff("auditor", "审计管理员", "auditor", _BUREAU, "MF2WI2LUN5ZGQYLTMF2WI2LUN5ZGQYLT"),
)


def staff_accounts() -> tuple[DemoStaff, ...]:
    """The accounts; their one-time codes are shown by the simulators' authenticator page."""
    return _ACCOUNTS
