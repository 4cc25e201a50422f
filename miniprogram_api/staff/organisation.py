"""The organisation: tree, posts, people and their accounts."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, File, Query, Response, UploadFile
from pydantic import BaseModel, Field

from flows.organisation import people, photos, posts, units
from flows.organisation.views import (
    Enrolment,
    Key,
    NewPerson,
    NewUnit,
    PersonChange,
    PersonPage,
    PersonView,
    PostView,
    TreeView,
    UnitChange,
    UnitDetail,
    UnitView,
)
from foundation.intake.service import Received
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["staff"])

PeopleState = Literal["", "disabled", "locked", "new", "waiting", "without"]


class Merge(BaseModel):
    into: Key


class Undo(BaseModel):
    event_id: Annotated[int, Field(ge=1)]


class NewPost(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=60)]


class Holders(BaseModel):
    staff_ids: Annotated[list[Key], Field(max_length=200)]


class Lock(BaseModel):
    reason: Annotated[str, Field(max_length=200)]


class Posts(BaseModel):
    items: list[PostView]


@router.get("/organisation")
async def read_tree(staff: CurrentStaff, session: Reading) -> TreeView:
    return await units.read_tree(session, staff)


@router.post("/organisation/units")
async def add_unit(body: NewUnit, staff: CurrentStaff, session: Writing) -> UnitView:
    return await units.add_unit(session, staff, body)


@router.get("/organisation/units/{unit_id}")
async def look_at_unit(unit_id: str, staff: CurrentStaff, session: Reading) -> UnitDetail:
    return await posts.look_at_unit(session, staff, unit_id)


@router.put("/organisation/units/{unit_id}")
async def change_unit(
    unit_id: str, body: UnitChange, staff: CurrentStaff, session: Writing
) -> UnitView:
    """Rename, give a code, or move."""
    return await units.change_unit(session, staff, unit_id, body)


@router.post("/organisation/units/{unit_id}/close")
async def close_unit(unit_id: str, staff: CurrentStaff, session: Writing) -> UnitView:
    return await units.close_unit(session, staff, unit_id)


@router.post("/organisation/units/{unit_id}/merge")
async def merge_unit(unit_id: str, body: Merge, staff: CurrentStaff, session: Writing) -> UnitView:
    return await units.merge_unit(session, staff, unit_id, body.into)


@router.post("/organisation/undo")
async def undo(body: Undo, staff: CurrentStaff, session: Writing) -> TreeView:
    """Take back the last change of the tree."""
    return await units.undo(session, staff, body.event_id)


@router.post("/organisation/units/{unit_id}/posts")
async def add_post(unit_id: str, body: NewPost, staff: CurrentStaff, session: Writing) -> Posts:
    return Posts(items=await posts.add_post(session, staff, unit_id, body.name))


@router.post("/organisation/posts/{post_id}/close")
async def close_post(post_id: str, staff: CurrentStaff, session: Writing) -> Posts:
    return Posts(items=await posts.close_post(session, staff, post_id))


@router.put("/organisation/posts/{post_id}/holders")
async def set_holders(post_id: str, body: Holders, staff: CurrentStaff, session: Writing) -> Posts:
    return Posts(items=await posts.set_holders(session, staff, post_id, body.staff_ids))


@router.get("/people")
async def list_people(
    staff: CurrentStaff,
    session: Reading,
    q: Annotated[str, Query(max_length=100)] = "",
    unit_id: Annotated[str, Query(max_length=32)] = "",
    state: PeopleState = "",
    limit: Limit = 50,
    cursor: Cursor = 0,
) -> PersonPage:
    return await people.list_people(session, staff, q.strip(), unit_id, state, cursor, limit)


@router.post("/people")
async def open_account(body: NewPerson, staff: CurrentStaff, session: Writing) -> Enrolment:
    """A new account without any permission; its one-time code is told once."""
    return await people.open_account(session, staff, body)


@router.get("/people/{staff_id}")
async def look_at_person(staff_id: str, staff: CurrentStaff, session: Reading) -> PersonView:
    return await people.look_at_person(session, staff, staff_id)


@router.put("/people/{staff_id}")
async def change_person(
    staff_id: str, body: PersonChange, staff: CurrentStaff, session: Writing
) -> PersonView:
    return await people.change_person(session, staff, staff_id, body)


@router.get("/people/{staff_id}/photo", response_class=Response)
async def read_photo(staff_id: Key, staff: CurrentStaff) -> Response:
    """The photo visitors see at the counter (JPEG)."""
    content = await photos.read_photo(staff, staff_id)
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.put("/people/{staff_id}/photo")
async def set_photo(
    staff_id: Key, staff: CurrentStaff, file: Annotated[UploadFile, File()]
) -> PersonView:
    received = Received(file.filename or "照片.jpg", await file.read())
    return await photos.set_photo(staff, staff_id, received)


@router.delete("/people/{staff_id}/photo")
async def remove_photo(staff_id: Key, staff: CurrentStaff) -> PersonView:
    return await photos.remove_photo(staff, staff_id)


@router.post("/people/{staff_id}/disable")
async def disable(staff_id: str, staff: CurrentStaff, session: Writing) -> PersonView:
    return await people.disable(session, staff, staff_id)


@router.post("/people/{staff_id}/enable")
async def enable(staff_id: str, staff: CurrentStaff, session: Writing) -> PersonView:
    return await people.enable(session, staff, staff_id)


@router.post("/people/{staff_id}/reset")
async def reset(staff_id: str, staff: CurrentStaff, session: Writing) -> Enrolment:
    """Password and authenticator are void; a new one-time code is told once."""
    return await people.reset(session, staff, staff_id)


@router.post("/people/{staff_id}/lock")
async def lock(staff_id: str, body: Lock, staff: CurrentStaff, session: Writing) -> PersonView:
    return await people.lock(session, staff, staff_id, body.reason)


@router.post("/people/{staff_id}/unlock")
async def unlock(staff_id: str, staff: CurrentStaff, session: Writing) -> PersonView:
    return await people.unlock(session, staff, staff_id)
