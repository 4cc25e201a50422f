"""Before a licence is lent: which materials it can replace, what the citizen holds, and the way
to the page on which they agree. No transaction is open while the platform is asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.http import OutsideError
from adapters.licences.port import LicencePort, Purpose
from flows.cases import repository as cases
from flows.cases.errors import MaterialUnknown
from flows.cases.presenter import needed_materials, show_licence
from flows.cases.service import editable_case
from flows.codes.service import qr_svg
from flows.guidance import repository as guidance
from flows.licences import repository
from flows.licences.errors import LicenceInUse, LicencesOff, NotReplaceable
from flows.licences.views import AuthorisationView, BegunView, LicencesView, ReplaceableView
from flows.prereview.licences import LENT, lending_state
from foundation import db
from foundation.clock import now
from foundation.crypto import sign
from foundation.models import AccessRecord, Case, LicenceGrant, User, new_id
from foundation.settings import settings
from foundation.viewer import Viewer
from knowledge_base.schemas import Material

ASKING = timedelta(minutes=30)
"""How long the page may take; then the authorisation begins anew."""
OVER = "授权已失效，请重新授权，或拍原件上传。"
AWAY = "电子证照平台暂时没有响应，不影响申报：您可以直接上传，或稍后再试。"


@dataclass(frozen=True, slots=True)
class _Draft:
    case: Case
    materials: list[Material]
    numbers: tuple[str, ...]
    grants: dict[str, LicenceGrant]


async def look_at_licences(port: LicencePort, viewer: Viewer, number: str) -> LicencesView:
    """What can be replaced and what is held. A platform that is away is a notice, no error.

    Raises: CaseUnknown, SignInRequired, AssuranceTooLow.
    """
    viewer.must_be_signed_in()
    async with db.reading() as session:
        draft = await _read(session, viewer, number)
    if not settings().licences_url or not draft.materials:
        return LicencesView(items=[], notice=None)
    held, notice = await _held(port, draft)
    async with db.writing() as session:
        what = f"查询名下电子证照目录（{number}）"
        _note(session, viewer, what, "申请人本人申报")
    items = [_show(port, draft, material, held) for material in draft.materials]
    return LicencesView(items=items, notice=notice)


async def begin(port: LicencePort, viewer: Viewer, number: str, material_id: str) -> BegunView:
    """The address on which the holder agrees; pressing again gives the same one.

    Raises: CaseUnknown, CaseNotOpen, MaterialUnknown, NotReplaceable, LicenceInUse, LicencesOff.
    """
    viewer.must_be_signed_in()
    if not settings().licences_url:
        raise LicencesOff
    async with db.writing() as session:
        case = await editable_case(session, viewer, number)
        material = await replaceable(session, case, material_id)
        item = port.item(str(material.from_licence))
        if item is None:
            raise NotReplaceable({"material_id": f"「{material.name}」还不能用电子证照，请上传"})
        lent = await repository.lent_for(session, number, material_id)
        if any(lending_state(grant, now()) != "expired" for grant in lent):
            raise LicenceInUse
        begun = await repository.begun_since(session, number, material_id, now() - ASKING)
        grant = begun or _grant(case, material, item.kind)
        session.add(grant)
        url = port.authorise_url(purpose_of(case), item, callback_url(), state_of(grant.id))
    return BegunView(
        licence_id=grant.id, authorise_url=url, qr_svg=await asyncio.to_thread(qr_svg, url),
        valid_until=grant.created_at + ASKING,
    )  # fmt: skip


async def follow(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str
) -> AuthorisationView:
    """How an authorisation goes on while its holder answers on another screen.

    Raises: CaseUnknown, SignInRequired, AssuranceTooLow.
    """
    viewer.must_be_signed_in()
    await cases.access_case(session, viewer, number)
    grant = (await repository.latest_of(session, number)).get(material_id)
    if grant is None:
        return AuthorisationView(state="none", licence=None, problem=None)
    if grant.state == "answered" or (grant.state == "begun" and grant.created_at > now() - ASKING):
        return AuthorisationView(state="begun", licence=None, problem=None)
    if grant.state not in LENT:
        problem = grant.problem or OVER
        return AuthorisationView(state="over", licence=None, problem=problem)
    state = lending_state(grant, now())
    return AuthorisationView(
        state="over" if state == "expired" else state, licence=show_licence(grant, now()),
        problem=OVER if state == "expired" else None,
    )  # fmt: skip


def purpose_of(case: Case) -> Purpose:
    return Purpose(case.item_code, case.item_name, case.number)


def callback_url() -> str:
    return f"{settings().public_url.rstrip('/')}/callbacks/licences"


def state_of(grant_id: str) -> str:
    """What the platform carries there and back: the grant, signed by us."""
    return f"{grant_id}.{sign(f'licence:{grant_id}')}"


def scope_of(number: str, material: Material) -> str:
    return f"仅用于办件{number}的「{material.name}」"[:200]


async def replaceable(session: AsyncSession, case: Case, material_id: str) -> Material:
    """Raises: MaterialUnknown, NotReplaceable."""
    document = await guidance.document_of(session, case.item_code, case.revision)
    for choice in needed_materials(case, document):
        if choice.material.id == material_id:
            if choice.material.from_licence:
                return choice.material
            raise NotReplaceable({"material_id": f"「{choice.material.name}」没有电子证照，请上传"})
    raise MaterialUnknown


def numbers_of(user: User) -> tuple[str, ...]:
    """The numbers that are the citizen's own: the person's, and the enterprise's."""
    identity = user.identity or {}
    return tuple(str(identity[n]) for n in ("credit_code", "id_number") if identity.get(n))


async def _read(session: AsyncSession, viewer: Viewer, number: str) -> _Draft:
    case = await cases.access_case(session, viewer, number)
    document = await guidance.document_of(session, case.item_code, case.revision)
    return _Draft(
        case,
        [c.material for c in needed_materials(case, document) if c.material.from_licence],
        numbers_of(await cases.applicant_of(session, case)),
        await repository.latest_of(session, number),
    )


async def _held(port: LicencePort, draft: _Draft) -> tuple[set[str] | None, str | None]:
    """The catalogue codes of what is held (None: not known), and what to say about it."""
    purpose = purpose_of(draft.case)
    try:
        found = await asyncio.gather(*(port.held_by(n, purpose) for n in draft.numbers))
    except OutsideError:
        return None, AWAY
    return {held.item_code for of_number in found for held in of_number}, None


def _show(
    port: LicencePort, draft: _Draft, material: Material, held: set[str] | None
) -> ReplaceableView:
    item, grant = port.item(str(material.from_licence)), draft.grants.get(material.id)
    return ReplaceableView(
        material_id=material.id,
        material_name=material.name,
        licence_name=str(material.from_licence),
        held=(held is not None and item.code in held) if item and held is not None else None,
        licence=show_licence(grant, now()) if grant and grant.state in LENT else None,
        problem=grant.problem if grant else None,
    )


def _grant(case: Case, material: Material, kind: str) -> LicenceGrant:
    return LicenceGrant(
        id=new_id(),
        user_id=case.user_id,
        case_number=case.number,
        material_id=material.id,
        licence_name=str(material.from_licence),
        kind=kind,
        scope=scope_of(case.number, material),
        state="begun",
        status="unknown",
        created_at=now(),
    )


def _note(session: AsyncSession, viewer: Viewer, what: str, reason: str) -> None:
    session.add(
        AccessRecord(
            viewer=f"user:{viewer.user_id}", subject=viewer.user_id, what=what, reason=reason
        )
    )
