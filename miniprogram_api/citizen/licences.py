"""Licences (电子证照) that stand for uploads of the citizen's own case."""

from __future__ import annotations

from fastapi import APIRouter

from flows.cases.views import CaseMaterialView
from flows.licences import asking, issuing, lending
from flows.licences.views import AuthorisationView, BegunView, IssuedLicencesView, LicencesView
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Licences, Reading, Writing

router = APIRouter(prefix="/api/v1/cases/{number}", tags=["licences"])
issued = APIRouter(tags=["licences"])


@router.get("/licences")
async def look_at_licences(number: str, viewer: CurrentViewer, licences: Licences) -> LicencesView:
    """Which materials a licence can replace, and which of these licences the citizen holds."""
    return await asking.look_at_licences(licences, viewer, number)


@router.post("/materials/{material_id}/licence")
async def begin(
    number: str, material_id: str, viewer: CurrentViewer, licences: Licences
) -> BegunView:
    """The platform's page on which the holder agrees; asking again gives the same one."""
    return await asking.begin(licences, viewer, number, material_id)


@router.get("/materials/{material_id}/licence")
async def follow(
    number: str, material_id: str, viewer: CurrentViewer, session: Reading
) -> AuthorisationView:
    """How an authorisation goes on; for a screen that waits while the holder's phone agrees."""
    return await asking.follow(session, viewer, number, material_id)


@router.delete("/materials/{material_id}/licence")
async def give_back(
    number: str, material_id: str, viewer: CurrentViewer, session: Writing
) -> CaseMaterialView:
    """Take the authorisation back; what was fetched is erased."""
    return await lending.give_back(session, viewer, number, material_id)


@issued.get("/api/v1/licences")
async def list_issued(viewer: CurrentViewer, session: Reading) -> IssuedLicencesView:
    """The licences issued to the citizen, with the letter each rests on."""
    return await issuing.own_issued(session, viewer)
