"""The photo visitors see at the counter where somebody sits: drawn anew, small, one a person."""

from __future__ import annotations

import asyncio

from flows.access import repository as access
from flows.access.errors import PersonUnknown
from flows.access.traces import note_act
from flows.organisation.people import MANAGE, VIEW, look_at_person
from flows.organisation.views import PersonView
from foundation import db, files
from foundation.errors import NotFound, UnsupportedFile
from foundation.intake.service import Received, take_in
from foundation.viewer import StaffMember


async def set_photo(staff: StaffMember, staff_id: str, received: Received) -> PersonView:
    """The same photo again changes nothing. Raises: Forbidden, PersonUnknown, FileRefused,
    UnsupportedFile."""
    staff.must_hold(MANAGE)
    safe = (await take_in(received))[0]
    if safe.thumbnail is None or not safe.media_type.startswith("image/"):
        raise UnsupportedFile("请上传JPG或PNG照片。")
    sha256 = await asyncio.to_thread(files.put, owner_of(staff_id), safe.thumbnail)
    async with db.writing() as session:
        person = await access.person(session, staff_id)
        if person is None:
            raise PersonUnknown
        if person.photo_sha256 != sha256:
            person.photo_sha256 = sha256
            note_act(session, staff, f"换照片：{person.display_name}", f"staff:{staff_id}")
        await session.flush()
        return await look_at_person(session, staff, staff_id)


async def remove_photo(staff: StaffMember, staff_id: str) -> PersonView:
    """Initials stand in its place. Raises: Forbidden, PersonUnknown."""
    staff.must_hold(MANAGE)
    async with db.writing() as session:
        person = await access.person(session, staff_id)
        if person is None:
            raise PersonUnknown
        if person.photo_sha256 is not None:
            gone, person.photo_sha256 = person.photo_sha256, None
            await asyncio.to_thread(files.remove, owner_of(staff_id), gone)
            note_act(session, staff, f"删照片：{person.display_name}", f"staff:{staff_id}")
        await session.flush()
        return await look_at_person(session, staff, staff_id)


async def read_photo(staff: StaffMember, staff_id: str) -> bytes:
    """JPEG. Raises: Forbidden, PersonUnknown, NotFound."""
    staff.must_hold(VIEW)
    async with db.reading() as session:
        person = await access.person(session, staff_id)
    if person is None:
        raise PersonUnknown
    if person.photo_sha256 is None:
        raise NotFound
    return await asyncio.to_thread(files.get, owner_of(staff_id), person.photo_sha256)


def owner_of(staff_id: str) -> str:
    """Whose bytes these are in the file store."""
    return f"staff-{staff_id}"
