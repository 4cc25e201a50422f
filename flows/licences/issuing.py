"""A licence that a letter of ours grants is issued by 电子证照, replaced and revoked with it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.http import OutsideRefused, OutsideUnavailable
from adapters.licences.port import IssueOrder, LicencePort
from flows.licences import repository
from flows.licences.delivering import deliver
from flows.licences.views import IssuedLicencesView, IssuedLicenceView
from foundation import db
from foundation.clock import local, now
from foundation.models import IssuedLicence, Letter, User, new_id
from foundation.queue import Payload, promise
from foundation.settings import settings
from foundation.viewer import Viewer

MAKE = "licences.make"
PATIENCE = timedelta(minutes=15)
LABELS = {
    "waiting": "正在签发", "issued": "有效", "revoking": "正在注销", "revoked": "已注销",
    "failed": "没有签发",
}  # fmt: skip
COLLECTIONS = {"": "", "making": "正在制证", "unclear": "请工作人员查看", "collected": "已领取"}
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


async def follow_letter(payload: Payload) -> None:
    """A licence's letter was sealed or revoked; repeating it changes nothing."""
    async with db.writing() as session:
        letter = await repository.letter_by_id(session, payload["letter_id"])
        if letter is None or letter.kind != "licence":
            return
        case = await repository.lock_case(session, letter.case_number)
        held = await repository.issued_for(session, letter.id)
        if letter.revoked_at:
            if held is not None and held.state in ("waiting", "issued", "failed"):
                _end(session, held)
            return
        if held is None and letter.state == "sealed":
            replaced = await repository.issued_for(session, letter.corrects_id or "")
            made = IssuedLicence(
                id=new_id(),
                letter_id=letter.id,
                replaces_id=replaced.id if replaced else None,
                case_number=case.number,
                user_id=case.user_id,
                name=letter.title,
                number=letter.number,
                valid_until=str(letter.data.get("valid_until", "")),
                state="waiting",
                created_at=now(),
            )
            session.add(made)
            promise(session, MAKE, {"licence_id": made.id})


async def make(port: LicencePort, payload: Payload) -> None:
    """Keep the promise: issue what waits, revoke what ends. Without a platform it waits.

    Raises: OutsideUnavailable, after which it is tried again.
    """
    async with db.reading() as session:
        held = await repository.issued_by_id(session, payload["licence_id"])
        if held is None or held.state not in ("waiting", "revoking"):
            return
        letter = await repository.letter_by_id(session, held.letter_id)
        replaced = await repository.issued_by_id(session, held.replaces_id or "")
        user = await repository.user_of(session, held.user_id)
    if letter is None or not settings().licences_url:
        return
    try:
        if held.state == "revoking":
            await port.revoke(held.platform_code, str(letter.revoked_reason or "依法撤销"))
            await _settle(held, "revoked", held.platform_code, None)
            return
        code = await port.issue(_order(letter, user, replaced))
    except OutsideUnavailable as away:
        await _settle(held, held.state, held.platform_code, away.detail)
        raise
    except OutsideRefused as refusal:
        await _settle(held, "failed", held.platform_code, refusal.detail)
        return
    await _settle(held, "issued", code, None)


async def own_issued(session: AsyncSession, viewer: Viewer) -> IssuedLicencesView:
    """The licences issued to the viewer, the latest first. Raises: SignInRequired."""
    viewer.must_be_signed_in()
    rows = await repository.access_issued(session, viewer)
    replaced = {row.replaces_id for row in rows if row.state == "issued"}
    items = [show_issued(row, row.id in replaced) for row in rows]
    return IssuedLicencesView(items=items, total=len(items))


async def ask_again(session: AsyncSession) -> int:
    """Promise anew what has waited for the platform too long; returns how many."""
    if not settings().licences_url:
        return 0
    waiting = await repository.issued_waiting(session, now() - PATIENCE)
    for licence_id in waiting:
        promise(session, MAKE, {"licence_id": licence_id})
    return len(waiting)


def _end(session: AsyncSession, held: IssuedLicence) -> None:
    """Revoke what was issued; what never was is over at once."""
    if held.platform_code:
        held.state = "revoking"
        promise(session, MAKE, {"licence_id": held.id})
    else:
        held.state, held.revoked_at = "revoked", now()


def _order(letter: Letter, user: User, replaced: IssuedLicence | None) -> IssueOrder:
    data, identity = letter.data, user.identity or {}
    is_person = data["you"] != "你单位"
    return IssueOrder(
        business_id=letter.id,
        item_name=letter.title,
        number=letter.number,
        holder_name=str(data["holder"]),
        holder_number=str(identity.get("id_number") if is_person else data["holder_number"]),
        issuer=letter.department,
        issuer_code=letter.department_code,
        issued_on=local(letter.created_at).date(),
        valid_until=_day(str(data.get("valid_until", ""))),
        fields={e["name"]: e["value"] for e in data["extras"]},
        document_sha256=letter.sealed_sha256 or "",
        replaces=replaced.platform_code if replaced else "",
    )


def _day(words: str) -> date | None:
    found = _DAY.fullmatch(words)
    return date(*map(int, found.groups())) if found else None


async def _settle(told: IssuedLicence, state: str, code: str, problem: str | None) -> None:
    async with db.writing() as session:
        case = await repository.lock_case(session, told.case_number)
        held = await repository.issued_by_id(session, told.id, lock=True)
        if held is None:
            return
        held.platform_code = code
        if held.state == "revoked" and code:  # revoked while it was being issued
            held.state = "revoking"
            promise(session, MAKE, {"licence_id": held.id})
            return
        if held.state != told.state:
            return
        held.state, held.problem = state, problem and problem[:200]
        if state == "issued":
            held.issued_at = now()
            if replaced := await repository.issued_by_id(
                session, held.replaces_id or "", lock=True
            ):
                replaced.state, replaced.revoked_at = "revoked", now()
            await deliver(session, case, held)
        elif state == "revoked":
            held.revoked_at = now()


def show_issued(row: IssuedLicence, is_replaced: bool = False) -> IssuedLicenceView:
    label = "已被更正后的证照替代" if is_replaced else LABELS[row.state]
    return IssuedLicenceView(
        id=row.id,
        name=row.name,
        number=row.number,
        case_number=row.case_number,
        letter_id=row.letter_id,
        valid_until=row.valid_until,
        state=row.state,
        state_label=label,
        issued_at=row.issued_at,
        collection=row.collection,
        collection_label=COLLECTIONS[row.collection],
        collected_at=row.collected_at,
        collected_where=row.collected_where,
    )
