"""After the holder answered: the licence is fetched, kept for its case, used and given back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.http import OutsideError, OutsideUnavailable
from adapters.licences.port import Licence, LicencePort
from flows.cases import repository as cases
from flows.cases.lifecycle import note_event
from flows.cases.service import editable_case
from flows.cases.states import EDITABLE
from flows.cases.uploads import show_material
from flows.cases.views import CaseMaterialView
from flows.licences import repository
from flows.licences.asking import ASKING, numbers_of, purpose_of, replaceable, scope_of
from flows.licences.errors import NotReplaceable
from flows.prereview.licences import KeptLicence
from foundation import db
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.crypto import is_signed
from foundation.models import AccessRecord, Case, LicenceGrant, new_id
from foundation.queue import Payload, promise
from foundation.settings import settings
from foundation.viewer import Viewer
from knowledge_base.schemas import Material

FETCH = "licences.fetch"
REFUSED = "您没有同意出示这份证照，可以再试一次，或拍原件上传。"
NOT_YOURS = "出示的证照不是申请人本人（本单位）的，没有使用。请换成自己的账号授权，或拍原件上传。"
WRONG_KIND = "出示的证照不是这份材料要的那一种，没有使用。请重新授权，或拍原件上传。"
TOO_LATE = "授权用时过长，已失效，请重新授权，或拍原件上传。"
CLOSED = "办件已不在填报中，没有使用这份证照。"
UNKNOWN_PAGE = "/app/#/pages/cases/index"


async def come_back(port: LicencePort, state: str, credential: str, error: str) -> str:
    """The browser is back from the platform's page; returns our page to go on to.

    The state is ours and works once; whose licence it is, is proved by the licence itself, so
    that nobody can be led to lend theirs to another's case.
    """
    grant_id, _, signature = state.partition(".")
    if not is_signed(f"licence:{grant_id}", signature):
        return UNKNOWN_PAGE
    answered = await _take_answer(grant_id, is_refused=bool(error) or not credential)
    if answered is None:
        return UNKNOWN_PAGE
    case, is_agreed = answered
    if is_agreed:
        await _exchange(port, grant_id, case, credential)
    return f"/app/#/pages/draft/index?number={case.number}&step=materials"


async def fetch(port: LicencePort, payload: Payload) -> None:
    """Keep the promise of a licence that could not be had at once. Raises: OutsideUnavailable."""
    async with db.reading() as session:
        grant = await repository.grant_by_id(session, payload["grant_id"])
    if grant is None or grant.state != "waiting" or grant.auth_code is None:
        return
    try:
        licence = await port.licence(grant.auth_code)
    except OutsideUnavailable:
        raise
    except OutsideError as refusal:
        await _fail(grant.id, refusal.detail)
        return
    await _take_in(grant.id, licence)


async def use_licence(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str, licence_id: str
) -> CaseMaterialView:
    """Let a licence lent to this case stand for another of its materials too.

    Raises: CaseUnknown, CaseNotOpen, MaterialUnknown, LicenceUnknown, NotReplaceable.
    """
    case = await editable_case(session, viewer, number)
    material = await replaceable(session, case, material_id)
    grant = await repository.access_grant(session, viewer, number, licence_id)
    if grant.licence_name != material.from_licence:
        raise NotReplaceable({"licence_id": f"「{material.name}」要的是{material.from_licence}"})
    if grant.material_id != material_id:
        await _replace(session, number, material_id)
        session.add(_copy(grant, material))
        note_event(session, case, "licence", "申请人", f"{grant.licence_name}，免提交")
    case.updated_at = now()
    return await show_material(session, case, material_id)


async def give_back(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str
) -> CaseMaterialView:
    """Take the authorisation back: what was fetched is erased; repeating it changes nothing."""
    case = await editable_case(session, viewer, number)
    for grant in await _replace(session, number, material_id):
        note_event(session, case, "licence_back", "申请人", grant.licence_name)
    case.updated_at = now()
    return await show_material(session, case, material_id)


async def _take_answer(grant_id: str, *, is_refused: bool) -> tuple[Case, bool] | None:
    """Note the holder's answer, once: the case, and whether this was a fresh yes."""
    async with db.writing() as session:
        grant = await repository.grant_by_id(session, grant_id, lock=True)
        if grant is None:
            return None
        case = await cases.case_by_number(session, grant.case_number)
        if grant.state != "begun":
            return case, False
        if is_refused:
            _end(grant, "refused", REFUSED)
        elif grant.created_at < now() - ASKING:
            _end(grant, "failed", TOO_LATE)
        else:
            grant.state = "answered"
    return case, grant.state == "answered"


async def _exchange(port: LicencePort, grant_id: str, case: Case, credential: str) -> None:
    try:
        auth_code = await port.authorised(credential, purpose_of(case))
    except OutsideError as trouble:
        await _fail(grant_id, trouble.detail)
        return
    async with db.writing() as session:
        grant = await repository.grant_by_id(session, grant_id, lock=True)
        assert grant is not None
        grant.state, grant.auth_code = "waiting", auth_code
        grant.expires_at = now() + timedelta(days=settings().licences_grant_days)
    try:
        licence = await port.licence(auth_code)
    except OutsideUnavailable:
        async with db.writing() as session:
            promise(session, FETCH, {"grant_id": grant_id})
    except OutsideError as trouble:
        await _fail(grant_id, trouble.detail)
    else:
        await _take_in(grant_id, licence)


async def _take_in(grant_id: str, licence: Licence) -> None:
    """Keep the licence for its case, if it is the applicant's and of the kind that was asked."""
    async with db.writing() as session:
        held = await repository.grant_by_id(session, grant_id)
        assert held is not None
        case = await cases.case_by_number(session, held.case_number, lock=True)
        grant = await repository.grant_by_id(session, grant_id, lock=True)
        if grant is None or grant.state != "waiting":
            return
        user = await cases.applicant_of(session, case)
        trouble = _trouble(grant, case, licence, numbers_of(user))
        if trouble:
            _end(grant, "failed", trouble)
        else:
            await _replace(session, case.number, grant.material_id, keep=grant.id)
            grant.state, grant.granted_at, grant.status = "granted", now(), licence.status
            kept = {k: v for k, v in asdict(licence).items() if k in KeptLicence.model_fields}
            grant.licence = KeptLicence.model_validate(kept).model_dump(mode="json")
            case.updated_at = now()
            note_event(session, case, "licence", "申请人", f"{grant.licence_name}，免提交")
        viewer, what = f"user:{user.id}", f"调取电子证照{grant.licence_name}（{case.number}）"
        session.add(
            AccessRecord(viewer=viewer, subject=user.id, what=what, reason="持证人用证码授权")
        )
        _tell(session, grant)


def _trouble(
    grant: LicenceGrant, case: Case, licence: Licence, numbers: tuple[str, ...]
) -> str | None:
    if case.status not in EDITABLE:
        return CLOSED
    if not set(licence.holder_numbers) & set(numbers):
        return NOT_YOURS
    is_same = licence.kind == grant.kind and (
        licence.kind != "other" or licence.item_name in grant.licence_name
    )
    return None if is_same else WRONG_KIND


async def _fail(grant_id: str, said: str) -> None:
    async with db.writing() as session:
        grant = await repository.grant_by_id(session, grant_id, lock=True)
        assert grant is not None
        _end(grant, "failed", said[:200])
        _tell(session, grant)


async def _replace(
    session: AsyncSession, number: str, material_id: str, keep: str = ""
) -> list[LicenceGrant]:
    """End what is lent for a material, all but `keep`."""
    ended = [g for g in await repository.lent_for(session, number, material_id) if g.id != keep]
    for grant in ended:
        _end(grant, "revoked", None)
        grant.revoked_at = now()
    return ended


def _copy(grant: LicenceGrant, material: Material) -> LicenceGrant:
    """The same licence for another material of the same case."""
    return LicenceGrant(
        id=new_id(),
        user_id=grant.user_id,
        case_number=grant.case_number,
        material_id=material.id,
        licence_name=grant.licence_name,
        kind=grant.kind,
        scope=scope_of(grant.case_number, material),
        state=grant.state,
        status=grant.status,
        auth_code=grant.auth_code,
        licence=grant.licence,
        created_at=now(),
        granted_at=grant.granted_at,
        expires_at=grant.expires_at,
    )


def _end(grant: LicenceGrant, state: str, problem: str | None) -> None:
    """What was lent is no longer kept."""
    grant.state, grant.problem = state, problem
    grant.auth_code = grant.licence = None


def _tell(session: AsyncSession, grant: LicenceGrant) -> None:
    data = {"number": grant.case_number, "material_id": grant.material_id, "state": grant.state}
    announce_after_commit(session, f"user:{grant.user_id}", "licence", data)
