"""Who holds what at the simulator, read from holders.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from adapters.licences.items import CatalogueItem, licence_catalogue

_FILE = Path(__file__).with_name("holders.yaml")
Answer = Literal["licence", "refuse", "slow", "later"]
_ANSWERS: dict[str, Answer] = {"0009": "refuse", "0008": "slow", "0007": "later"}


class HeldEntry(BaseModel):
    """A licence as its issuer keeps it; `holder` and `holder_number` only where not the account's
    own (an enterprise of which the account is the legal representative)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: str
    number: str
    holder: str = ""
    holder_number: str = ""
    issuer: str
    issued_on: str
    valid_until: str = ""
    status: str = "ISSUED"
    fields: dict[str, str]

    @property
    def answer(self) -> Answer:
        return _ANSWERS.get(self.number[-4:], "licence")

    @property
    def catalogue_item(self) -> CatalogueItem:
        found = licence_catalogue().named(self.item)
        assert found is not None
        return found


class Holder(BaseModel):
    """A demonstration account with its licences."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    uid: str
    name: str
    numbers: tuple[str, ...]
    licences: tuple[HeldEntry, ...]

    def of_item(self, code: str) -> HeldEntry | None:
        return next((h for h in self.licences if h.catalogue_item.code == code), None)

    def wire(self, held: HeldEntry, auth_code: str) -> dict[str, Any]:
        """A licence in the platform's own words."""
        number = held.holder_number or self.numbers[0]
        return {
            "license_code": f"1.2.156.3005.2.{held.catalogue_item.code}.{held.number}",
            "license_item_code": held.catalogue_item.code,
            "id_code": held.number,
            "holder_name": held.holder or self.name,
            "holder_identity_type": "10" if number.isdigit() else "49",
            "holder_identity_num": number,
            "issue_org_name": held.issuer,
            "issue_org_code": "",
            "issue_date": held.issued_on,
            "begin_date": held.issued_on,
            "expiry_date": held.valid_until,
            "license_status": held.status,
            "trust_level": "A",
            "data_fields": held.fields,
            "auth_code": auth_code,
        }


class RegisterEntry(BaseModel):
    """A licence that only the register knows: its holder has no account here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: str
    number: str
    name: str = ""
    legal_person: str = ""
    address: str = ""
    valid_until: str = ""
    status: str = "ISSUED"
    answer: Literal["record", "none", "slow"] = "record"

    def wire(self) -> dict[str, Any]:
        """A record in the platform's own words."""
        return {
            "id_code": self.number,
            "holder_name": self.name,
            "legal_person": self.legal_person,
            "address": self.address,
            "expiry_date": self.valid_until,
            "license_status": self.status,
        }


class Holders(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    holders: tuple[Holder, ...]
    register_only: tuple[RegisterEntry, ...] = ()

    def in_register(self, item_code: str, number: str) -> RegisterEntry:
        """What the register holds of a number: what its holder holds, what it alone knows, and of
        any other number that it is there and in force."""
        for entry in self.register_only:
            found = licence_catalogue().named(entry.item)
            if found is not None and found.code == item_code and entry.number == number:
                return entry
        for holder in self.holders:
            held = next((h for h in holder.licences if h.number == number), None)
            if held is not None and held.catalogue_item.code == item_code:
                return _registered(holder, held)
        return RegisterEntry(item="", number=number)

    def of(self, uid: str) -> Holder | None:
        return next((holder for holder in self.holders if holder.uid == uid), None)

    def with_number(self, number: str) -> Holder | None:
        return next((holder for holder in self.holders if number in holder.numbers), None)


def _registered(holder: Holder, held: HeldEntry) -> RegisterEntry:
    return RegisterEntry(
        item=held.item,
        number=held.number,
        name=held.holder or holder.name,
        legal_person=held.fields.get("FDDBR", ""),
        address=held.fields.get("ZS", held.fields.get("ZL", "")),
        valid_until=held.valid_until,
        status=held.status,
    )


@cache
def demonstration_holders() -> Holders:
    return Holders.model_validate(yaml.safe_load(_FILE.read_text("utf-8")))
