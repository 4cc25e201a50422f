"""The applicant's signature under the record: drawn on glass, or the own name typed.

《电子签名法》第2条、第13条: a signature names the signer and shows consent to this very text.
Either way it is bound to the record's hash and to a session of proved identity; it is kept and
printed as what it was, and a typed name never passes for handwriting.
"""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_and_tell
from flows.inspections import repository
from flows.inspections.errors import RecordChanged
from flows.inspections.moves import CITIZEN, move
from flows.inspections.presenter import can_of_applicant, show
from flows.inspections.views import InspectionView
from flows.letters.facts import CHANNELS
from flows.letters.service import draw, new_token
from flows.signatures.strokes import Signature, as_svg, must_be_signature
from foundation.clock import local, now
from foundation.errors import InvalidInput
from foundation.models import User
from foundation.queue import promise
from foundation.viewer import Viewer

SEAL = "inspections.seal"
MARK = "勘"
"""Of records in document numbers; a number is drawn with the signature, so that a record taken
back or never signed leaves no gap."""
DRAWN, TYPED = "drawn", "typed"


@dataclass(frozen=True, slots=True)
class TypedName:
    """The signer's own name, for who cannot or does not want to write on glass."""

    name: str


async def sign(
    session: AsyncSession,
    viewer: Viewer,
    inspection_id: str,
    record_sha256: str,
    given: Signature | TypedName,
) -> InspectionView:
    """Bind the signature to the record of this hash; the same again changes nothing.

    Raises: SignInRequired, AssuranceTooLow, InspectionUnknown, InspectionMoved, RecordChanged,
    InvalidInput (no whole signature, not the name of who is signed in).
    """
    viewer.must_be_signed_in()
    inspection = await repository.access_inspection(session, viewer, inspection_id, lock=True)
    if inspection.state == "signed" and inspection.record_sha256 == record_sha256:
        return await show(session, inspection, [], for_staff=False)
    case = await cases.case_by_number(session, inspection.case_number)
    made = _checked(given, await cases.applicant_of(session, case))
    if inspection.state == "recorded" and inspection.record_sha256 != record_sha256:
        raise RecordChanged
    move(session, inspection, "sign", CITIZEN)
    inspection.signed_at = now()
    drawn = await draw(session, case.department_code, MARK, local(inspection.signed_at).year)
    inspection.record_number, inspection.token = drawn.number, new_token()
    inspection.signature = {
        **made,
        "record_sha256": record_sha256,
        "signer": viewer.display_name,
        "channel": viewer.channel,
        "assurance_level": viewer.assurance_level,
    }
    promise(session, SEAL, {"inspection_id": inspection.id})
    note_and_tell(session, case, "inspection_sign", CITIZEN, _said(made["kind"], drawn.number))
    return await show(session, inspection, can_of_applicant(inspection), for_staff=False)


def put_on_record(held: dict[str, Any]) -> dict[str, Any]:
    """What of a signature the signed record prints."""
    channel = CHANNELS.get(held.get("channel", ""), "")
    level = held.get("assurance_level", "")
    return {
        "kind": held.get("kind", DRAWN),
        "picture": held.get("picture", ""),
        "name": held.get("name", ""),
        "proved": f"经{channel}实名登录（{level}）" if channel and level else "经实名登录",
        "record_sha256": held["record_sha256"],
    }


def _checked(given: Signature | TypedName, user: User) -> dict[str, Any]:
    if isinstance(given, Signature):
        must_be_signature(given)
        return {"kind": DRAWN, **asdict(given), "picture": as_svg(given)}
    own = str((user.identity or {}).get("name") or "")
    if not own or _plain(given.name) != _plain(own):
        raise InvalidInput({"name": "键入的姓名和登录时实名认证的姓名不一致，请键入您本人的全名"})
    return {"kind": TYPED, "name": own}


def _plain(name: str) -> str:
    """Without spaces and forms of width, which a keyboard adds and nobody means."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _said(kind: str, number: str) -> str:
    by = "键入姓名的方式确认了勘察笔录" if kind == TYPED else "手写签名的方式签了勘察笔录"
    return f"申请人以{by}，文号{number}"
