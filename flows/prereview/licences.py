"""A lent licence as pre-review sees it: read without a reader, and judged by its own state.

`LicenceGrant.licence` is `KeptLicence` as JSON.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

from flows.prereview.findings import Finding, Outcome
from flows.prereview.readings import DocumentKind, PageQuality, ReadField, Reading
from foundation.clock import local
from foundation.models import LicenceGrant
from knowledge_base.schemas import Material

READER = "licence"
LENT = frozenset({"waiting", "granted"})
"""States in which a grant stands for the material's upload."""
LendingState = Literal["waiting", "granted", "expired"]


class KeptLicence(BaseModel):
    """What is kept of a lent licence; numbers and names are the holder's."""

    code: str
    number: str
    holder_name: str
    issuer: str
    issued_on: date | None
    valid_until: date | None
    fields: dict[str, str]


def kept_licence(grant: LicenceGrant) -> KeptLicence | None:
    return KeptLicence.model_validate(grant.licence) if grant.licence else None


def lending_state(grant: LicenceGrant, moment: datetime) -> LendingState:
    """How a lent licence stands at that moment."""
    if grant.expires_at is not None and grant.expires_at <= moment:
        return "expired"
    return "waiting" if grant.state == "waiting" else "granted"


def reading_of(grant: LicenceGrant, moment: datetime) -> Reading:
    """The licence as the reading of a file: one page without a picture, every field certain."""
    licence = kept_licence(grant)
    state = lending_state(grant, moment)
    if state != "granted" or licence is None:
        return Reading(file_id=grant.id, reader=READER, error=_SENTENCES[state])
    fields = {
        name: ReadField(value=value, confidence=1.0, page=1)
        for name, value in licence.fields.items()
    }
    return Reading(
        file_id=grant.id,
        reader=READER,
        kind=DocumentKind(grant.kind),
        kind_confidence=1.0,
        sides=("front", "back") if grant.kind == DocumentKind.ID_CARD else (),
        pages=(PageQuality(page=1, width=0, height=0),),
        fields=fields,
        text="\n".join([grant.licence_name, *licence.fields.values()]),
    )


def check_licence(material: Material, grant: LicenceGrant, moment: datetime) -> list[Finding]:
    """What is wrong with a lent licence itself; what stands on it is for the rules."""
    state = lending_state(grant, moment)
    if state != "granted":
        return [_finding(material, grant, f"licence_{state}", "inconclusive", _SENTENCES[state])]
    name, licence = grant.licence_name, kept_licence(grant)
    ended = licence.valid_until if licence else None
    if grant.status == "revoked":
        said = f"「{name}」已被发证机关注销或吊销"
        return [_finding(material, grant, "licence_revoked", "fail", said)]
    if grant.status == "expired" or (ended is not None and ended < local(moment).date()):
        until = f"，有效期至{ended:%Y年%-m月%-d日}" if ended else ""
        said = f"「{name}」已过有效期{until}"
        return [_finding(material, grant, "licence_out_of_date", "fail", said)]
    if grant.status == "unknown":
        said = f"「{name}」的状态要由工作人员核对"
        return [_finding(material, grant, "licence_status", "inconclusive", said)]
    return []


def unchecked(material: Material, grant: LicenceGrant) -> Finding:
    """The platform was asked again and did not answer: what was lent may have ended since."""
    said = f"「{grant.licence_name}」调取以后的状态，电子证照平台暂时没有应答，没能再核对"
    found = _finding(material, grant, "licence_unchecked", "inconclusive", said)
    return found.model_copy(update={"level": "info"})


_SENTENCES: dict[LendingState, str] = {
    "waiting": "电子证照还在调取，取到后会自动核对",
    "expired": "这份电子证照的授权已过期",
    "granted": "电子证照没有内容",
}
_ADVICE = {
    "licence_waiting": "请稍等片刻再预审；着急的话可以改为上传",
    "licence_expired": "请重新授权，或改为上传",
    "licence_revoked": "请换用有效的证照；如有疑问请联系发证机关",
    "licence_out_of_date": "请先到发证机关换领，或改为上传新证",
    "licence_unchecked": "过一会儿刷新再看；急着办的，可以打发证机关的电话核对",
    "licence_status": "可以继续提交，由工作人员核对；也可以改为上传",
}


def _finding(
    material: Material, grant: LicenceGrant, rule: str, verdict: Outcome, said: str
) -> Finding:
    return Finding(
        material_id=material.id,
        file_id=grant.id,
        rule=rule,
        level="blocking",
        verdict=verdict,
        message=f"{material.name}：{said}",
        advice=_ADVICE.get(rule, "请重新授权，或改为上传"),
    )
