"""A signature is kept with all it was made under, and proved whenever it is looked at.

《电子签名法》第13条: reliable is a signature whose later change, or that of what was signed, can be
found out. So the strokes, the document's bytes and what the screen showed are bound together under
a key of ours, and a case that moved on no longer has the paper that was signed.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.errors import FieldHidden
from flows.cases.lifecycle import note_and_tell
from flows.cases.sight import sight_on
from flows.signatures import repository
from flows.signatures.errors import PaperChanged, SignatureUnknown
from flows.signatures.papers import TITLES, draw, is_still, moment_in_words
from flows.signatures.strokes import Signature as Writing
from flows.signatures.strokes import as_svg, must_be_signature
from flows.signatures.views import STATES, SignatureList, SignatureView, State
from flows.staff.service import note_view
from flows.vault.service import read_stored
from foundation import files
from foundation.clock import now
from foundation.crypto import CiphertextInvalid, blind_index
from foundation.models import Case, Signature, new_id
from foundation.queue import promise
from foundation.viewer import StaffMember

SEAL = "signatures.seal"
SEALED = "acceptance"
"""Only what the office itself states by the paper gets the office's seal; an applicant's own
promise or form does not."""
_WAYS = {
    "tablet": "在窗口平板上书写", "phone": "在本人手机上书写", "desk": "断网时在窗口签名板上书写",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """One act of signing: what was written, under which paper, where and when.

    Attributes:
        key: names the act; the same again is the same signature.
        content_sha256: of what the screen showed.
        witness: counter, name and work number of the clerk.
    """

    key: str
    showing_id: str | None
    writing: Writing
    record: dict[str, Any]
    document_sha256: str
    content_sha256: str
    way: Literal["tablet", "phone", "desk"]
    witness: str
    made_at: datetime
    parcel_key: str | None = None


async def keep(session: AsyncSession, case: Case, signed: Signed) -> Signature:
    """Raises: InvalidInput (no whole signature), PaperChanged."""
    must_be_signature(signed.writing)
    if not await is_still(session, case, signed.record):
        raise PaperChanged
    signature = _row(case, signed)
    pictured = with_signature(signature)
    drawn = await asyncio.to_thread(draw, pictured, signed.made_at)
    signature.signed_sha256 = await asyncio.to_thread(files.put, case.number, drawn.content)
    session.add(signature)
    if signature.purpose == SEALED:
        promise(session, SEAL, {"signature_id": signature.id})
    said = f"申请人{_WAYS[signed.way]}，签了《{TITLES[signature.purpose]}》；{signed.witness}"
    note_and_tell(session, case, "counter_sign", "申请人", said)
    return signature


def with_signature(signature: Signature) -> dict[str, Any]:
    """The paper as signed."""
    return {
        **signature.record,
        "signature": {
            "id": signature.id,
            "picture": signature.picture,
            "at": moment_in_words(signature.made_at),
            "where": _WAYS[signature.way],
            "witness": signature.witness,
            "document_sha256": signature.document_sha256,
        },
    }


async def list_signatures(session: AsyncSession, staff: StaffMember, number: str) -> SignatureList:
    """Each proved anew; the look is noted. Raises: Forbidden, CaseUnknown."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    rows = await repository.signatures_of(session, case.number)
    items = [_show(row, await prove(session, case, row)) for row in rows]
    if items:
        await note_view(session, staff, case, "查看手写签名")
    return SignatureList(items=items, total=len(items))


async def read_signed(
    session: AsyncSession, staff: StaffMember, number: str, signature_id: str
) -> tuple[str, bytes]:
    """Name and PDF, sealed where it has its seal. Raises: Forbidden, CaseUnknown, FieldHidden,
    SignatureUnknown."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    if (await sight_on(session, staff, case)).hidden:
        raise FieldHidden
    found = await repository.signature_of_case(session, case.number, signature_id)
    if found is None:
        raise SignatureUnknown
    await note_view(session, staff, case, f"查看签过名的{TITLES[found.purpose]}")
    name = f"{TITLES[found.purpose]}（{case.number}）"
    sha256 = found.sealed_sha256 or found.signed_sha256
    return f"{name}.pdf", await read_stored(case.number, sha256, name)


async def prove(session: AsyncSession, case: Case, signature: Signature) -> State:
    """Whether the strokes still belong to these bytes, and these bytes to the case."""
    if signature.binding != _bound(signature):
        return "broken"
    for sha256 in (signature.document_sha256, signature.signed_sha256):
        try:
            content = await asyncio.to_thread(files.get, case.number, sha256)
        except (FileNotFoundError, CiphertextInvalid):
            return "broken"
        if files.sha256_of(content) != sha256:
            return "broken"
    return "valid" if await is_still(session, case, signature.record) else "outdated"


def _row(case: Case, signed: Signed) -> Signature:
    row = Signature(
        id=new_id(),
        key=signed.key,
        showing_id=signed.showing_id,
        parcel_key=signed.parcel_key,
        case_number=case.number,
        purpose=signed.record["purpose"],
        record=signed.record,
        document_sha256=signed.document_sha256,
        content_sha256=signed.content_sha256,
        strokes=json.loads(json.dumps(asdict(signed.writing))),
        picture=as_svg(signed.writing),
        way=signed.way,
        witness=signed.witness,
        made_at=signed.made_at,
        received_at=now(),
    )
    row.binding = _bound(row)
    return row


def _bound(row: Signature) -> str:
    parts = [row.document_sha256, row.content_sha256, row.record, row.strokes, row.picture]
    return blind_index(
        json.dumps([*parts, row.made_at.astimezone(UTC).isoformat()], sort_keys=True)
    )


def _show(row: Signature, state: State) -> SignatureView:
    return SignatureView.model_validate(
        {
            "id": row.id, "purpose": row.purpose, "title": TITLES[row.purpose], "way": row.way,
            "witness": row.witness, "made_at": row.made_at, "received_at": row.received_at,
            "document_sha256": row.document_sha256, "state": state, "state_label": STATES[state],
            "is_sealed": row.sealed_sha256 is not None, "problem": row.problem,
        }
    )  # fmt: skip
