"""Demonstration staff: exist only under `DEMO=1`, listed in the README, never in production."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoStaff:
    username: str
    display_name: str
    role: str
    department: str
    otp_secret: str
    skills: tuple[str, ...] = ()
    """Topics whose handoffs they take (department codes, or `general`); none means all."""


DEMO_PASSWORD = "Tianhe@2026"
_HALL = "天河区政务服务中心综合窗口"
_BUREAU = "天河区政务服务数据管理局"
_LIJH_SKILLS = ("general", "11440106007519140X", "11440106765650012B")


def staff_accounts() -> tuple[DemoStaff, ...]:
    """The accounts; their one-time codes are shown by the simulators' authenticator page."""
    return (
        DemoStaff("chenxm", "陈晓敏", "officer", _HALL, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
        DemoStaff(
            "lijh", "李嘉豪", "clerk", _HALL, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU", _LIJH_SKILLS
        ),
        DemoStaff("huangwy", "黄婉仪", "supervisor", _BUREAU, "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"),
        DemoStaff("zhengjw", "郑嘉雯", "editor", _BUREAU, "NFXHGZLSORUW63RANFXHGZLSORUW63RA"),
        DemoStaff("liangzq", "梁志强", "editor", _BUREAU, "OBZGC43UNFXW4IDBOBZGC43UNFXW4IDB"),
        DemoStaff("admin", "系统管理员", "admin", _BUREAU, "ONSWG4TFORZWKY3SONSWG4TFORZWKY3S"),
        DemoStaff("shenj", "沈静", "auditor", _BUREAU, "MF2WI2LUN5ZGC5LENF2G64TBOVSGS5DP"),
    )
