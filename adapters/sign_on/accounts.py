"""The demonstration accounts of the sign-on simulator, read from accounts.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

from adapters.sign_on.port import AssuranceLevel
from foundation.identifiers import CreditCode, ResidentId

_FILE = Path(__file__).with_name("accounts.yaml")

ResidentNumber = Annotated[str, AfterValidator(lambda text: ResidentId.parse(text).value)]
CreditNumber = Annotated[str, AfterValidator(lambda text: CreditCode.parse(text).value)]


class _Account(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    uid: str
    phone: str
    level: AssuranceLevel
    note: str
    answer: Literal["identity", "refuse", "slow"] = "identity"

    def _common(self, name: str, usertype: str, origin: str) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "useridcode": self.uid,
            "cn": name,
            "telephonenumber": self.phone,
            "mail": "-1",
            "usertype": usertype,
            "origin": origin,
            "accout_type": "3",
            "isreal": "0" if self.level is AssuranceLevel.L0 else "1",
            "realtype": "1",
            "uversion": "1.0",
            "creditable_level_of_account": self.level.value,
            "creditable_level_of_account_way": f"{self.level.value}@{origin}@{self.uid}",
            "extproperties": ["area=440106", "nation=-1"],
        }


class CitizenAccount(_Account):
    """A person as 粤省事 knows them."""

    name: str
    id_number: ResidentNumber

    def userobj(self) -> dict[str, Any]:
        """The identity in tokeninfo's own words."""
        document = {"idcardtype": "10", "idcardnumber": self.id_number}
        return self._common(self.name, "1", "YSS") | document


class EnterpriseAccount(_Account):
    """An enterprise as 粤商通 knows it, with the person who acts for it."""

    enterprise_name: str
    credit_code: CreditNumber
    legal_person: str
    legal_id_number: ResidentNumber
    agent: str = ""
    agent_id_number: ResidentNumber | None = None

    def userobj(self) -> dict[str, Any]:
        """The identity in tokeninfo's own words."""
        return self._common(self.enterprise_name, "2", "YST") | {
            "idcardtype": "49",
            "idcardnumber": self.credit_code,
            "legal_person": self.legal_person,
            "legal_id_type": "10",
            "legal_code": self.legal_id_number,
            "link_person_name": self.agent or "-1",
            "link_person_type": "10" if self.agent else "-1",
            "link_person_code": self.agent_id_number or "-1",
            "parent_uidcode": "-1",
        }


class Accounts(BaseModel):
    """All demonstration accounts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    citizens: tuple[CitizenAccount, ...]
    enterprises: tuple[EnterpriseAccount, ...]

    def of(self, uid: str) -> CitizenAccount | EnterpriseAccount | None:
        """The account with that uid."""
        everyone: Sequence[CitizenAccount | EnterpriseAccount] = (
            *self.citizens,
            *self.enterprises,
        )
        return next((account for account in everyone if account.uid == uid), None)


@cache
def demonstration_accounts() -> Accounts:
    """The accounts of accounts.yaml, their numbers proved."""
    return Accounts.model_validate(yaml.safe_load(_FILE.read_text("utf-8")))
