"""Identifiers people write down: parsed at the door, check digits proved, masked for show."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_RESIDENT_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))
_RESIDENT_CHECKS = "10X98765432"


class IdentifierInvalid(ValueError):
    """The text is not such an identifier; the message says in Chinese what is wrong."""


@dataclass(frozen=True, slots=True)
class CreditCode:
    """统一社会信用代码, 18 characters (GB 32100-2015)."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        value = text.strip().upper()
        if len(value) != 18:
            raise IdentifierInvalid(f"统一社会信用代码应为18位，现为{len(value)}位")
        if any(c not in _CREDIT_ALPHABET for c in value):
            raise IdentifierInvalid("统一社会信用代码只含数字和大写字母（不用I、O、S、V、Z）")
        if value[17] != cls.check_character(value[:17]):
            raise IdentifierInvalid("统一社会信用代码校验位不符，请核对是否有写错的字符")
        return cls(value)

    @staticmethod
    def check_character(body: str) -> str:
        """The 18th character of the 17 before it (GB 32100-2015, 5.6)."""
        weighted = zip(body, _CREDIT_WEIGHTS, strict=True)
        total = sum(_CREDIT_ALPHABET.index(c) * w for c, w in weighted)
        return _CREDIT_ALPHABET[(31 - total % 31) % 31]

    def masked(self) -> str:
        return f"{self.value[:4]}{'*' * 10}{self.value[14:]}"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class ResidentId:
    """公民身份号码, 18 characters (GB 11643-1999)."""

    value: str

    @classmethod
    def parse(cls, text: str, today: date | None = None) -> Self:
        value = text.strip().upper()
        if len(value) != 18:
            raise IdentifierInvalid(f"身份证号码应为18位，现为{len(value)}位")
        if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
            raise IdentifierInvalid("身份证号码前17位应为数字，末位为数字或X")
        try:
            born = datetime.strptime(value[6:14], "%Y%m%d").date()
        except ValueError:
            raise IdentifierInvalid("身份证号码中的出生日期不存在，请核对第7至14位") from None
        if born.year < 1900 or born > (today or date.today()):
            raise IdentifierInvalid("身份证号码中的出生日期不合理，请核对第7至14位")
        if value[17] != cls.check_character(value[:17]):
            raise IdentifierInvalid("身份证号码校验位不符，请核对是否有写错的数字")
        return cls(value)

    @staticmethod
    def check_character(body: str) -> str:
        """The 18th character of the 17 before it (GB 11643-1999, ISO 7064 MOD 11-2)."""
        total = sum(int(c) * w for c, w in zip(body, _RESIDENT_WEIGHTS, strict=True))
        return _RESIDENT_CHECKS[total % 11]

    @property
    def born(self) -> date:
        return datetime.strptime(self.value[6:14], "%Y%m%d").date()

    def age_on(self, day: date) -> int:
        """Whole years of life on `day`."""
        born = self.born
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def masked(self) -> str:
        return f"{self.value[:3]}{'*' * 11}{self.value[14:]}"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class ItemCode:
    """实施编码, 31 characters: credit code 18 + level 1 + basic code 12 (national item schema)."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        value = text.strip().upper()
        if not re.fullmatch(r"[0-9A-Z]{18}[1-9][0-9A-Z]{12}", value):
            raise IdentifierInvalid("事项实施编码应为31位：18位部门代码、1位层级、12位基本编码")
        return cls(value)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """办件编号: TH, the day (Guangzhou), six random digits, one check digit. 17 characters."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        value = text.strip().upper().replace("-", "").replace(" ", "")
        if not re.fullmatch(r"TH[0-9]{15}", value):
            raise IdentifierInvalid("办件编号应为TH开头加15位数字")
        if value[16] != cls.check_digit(value[2:16]):
            raise IdentifierInvalid("办件编号有误，请核对")
        return cls(value)

    @classmethod
    def new(cls, day: date) -> Self:
        body = f"{day:%Y%m%d}{secrets.randbelow(10**6):06d}"
        return cls(f"TH{body}{cls.check_digit(body)}")

    @staticmethod
    def check_digit(body: str) -> str:
        """ISO 7064 MOD 11,10: catches every single digit error and most transpositions."""
        p = 10
        for c in body:
            p = (p + int(c)) % 10 or 10
            p = p * 2 % 11
        return str((11 - p) % 10)

    def __str__(self) -> str:
        return self.value


def mask_name(name: str) -> str:
    """陈大文 → 陈*文, 陈文 → 陈*."""
    if len(name) <= 1:
        return name
    return f"{name[0]}*" if len(name) == 2 else f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def mask_phone(phone: str) -> str:
    """13800138000 → 138****8000."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)
