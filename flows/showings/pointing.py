"""The clerk turns a page and points; tablet and phone go along, unless their visitor looks alone.

Only whoever sits at the counter points there, and only at what stands on its tablet. What is
pointed at is no part of what is confirmed or signed: it binds nothing and is not kept.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.service import read_item
from flows.halls.duty import counter_channel
from flows.samples.service import find_sample
from flows.showings import previews, repository, whereabouts
from flows.showings.errors import ShowingUnknown
from flows.showings.service import must_sit_at, stands
from flows.showings.views import Mark, Place, Pointing, Standpoint
from flows.showings.whereabouts import Way
from foundation import db
from foundation.errors import InvalidInput
from foundation.models import Showing, new_id
from foundation.redis import announce
from foundation.viewer import StaffMember


async def point(staff: StaffMember, counter_id: str, showing_id: str, wanted: Pointing) -> Mark:
    """Raises: Forbidden, NotAtThisCounter, ShowingUnknown, InvalidInput, Unavailable."""
    async with db.reading() as session:
        showing = await _own(session, staff, counter_id, showing_id)
        await _must_be_in(session, showing, wanted)
    mark = Mark(serial=new_id(), **wanted.model_dump())
    await whereabouts.point(showing_id, mark)
    await announce(counter_channel(counter_id), "pointing", {"id": counter_id})
    return mark


async def stand_at(counter_id: str, showing_id: str, way: Way, place: Standpoint) -> None:
    """A screen says where it is. Raises: ShowingUnknown, Unavailable."""
    async with db.reading() as session:
        showing = await repository.showing_at(session, counter_id, showing_id)
    if showing is None or not stands(showing):
        raise ShowingUnknown
    await whereabouts.stand(showing_id, way, place)


async def draw_page(staff: StaffMember, counter_id: str, showing_id: str, page: int) -> bytes:
    """As on the tablet. Raises: Forbidden, NotAtThisCounter, ShowingUnknown, NotFound."""
    async with db.reading() as session:
        await _own(session, staff, counter_id, showing_id)
    return await previews.draw_page(counter_id, showing_id, page)


async def draw_material(
    staff: StaffMember, counter_id: str, showing_id: str, file_id: str, page: int
) -> tuple[str, bytes]:
    """As on the tablet. Raises: Forbidden, NotAtThisCounter, and as `previews.draw_material`."""
    async with db.reading() as session:
        await _own(session, staff, counter_id, showing_id)
    return await previews.draw_material(counter_id, showing_id, file_id, page)


async def _own(
    session: AsyncSession, staff: StaffMember, counter_id: str, showing_id: str
) -> Showing:
    """What this person put up there and still stands."""
    await must_sit_at(session, staff, counter_id)
    showing = await repository.showing_at(session, counter_id, showing_id)
    if showing is None or showing.staff_id != staff.staff_id or not stands(showing):
        raise ShowingUnknown
    return showing


async def _must_be_in(session: AsyncSession, showing: Showing, place: Place) -> None:
    """Raises: InvalidInput for what is not on this screen."""
    content, kind = showing.content, showing.kind
    if kind not in ("signature", "acceptance", "item", "sample"):
        raise InvalidInput({"kind": "这一屏没有可以翻、可以指的内容"})
    papers = await _papers(session, showing)
    if place.material_id and place.material_id not in papers:
        raise InvalidInput({"material_id": "这一屏没有这份材料"})
    if place.file_id and place.file_id not in papers.get(place.material_id, ()):
        raise InvalidInput({"file_id": "这份材料没有这个文件或样本"})
    if kind == "signature" and place.page > content["pages"]:
        raise InvalidInput({"page": f"这份文件只有{content['pages']}页"})
    if kind in ("item", "sample"):
        _must_be_a_side(place)


async def _papers(session: AsyncSession, showing: Showing) -> dict[str, set[str]]:
    """By material, what can be opened of it: the files received, or its samples."""
    content = showing.content
    if showing.kind == "item":
        told = (await read_item(session, content["item_code"])).materials
        return {one.id: {sample.id for sample in one.samples} for one in told}
    if showing.kind == "sample":
        material = content["material"]
        return {material["id"]: {sample["id"] for sample in material.get("samples", ())}}
    received: list[Any] = content.get("materials", [])
    return {one["id"]: {file["id"] for file in one["files"]} for one in received}


def _must_be_a_side(place: Place) -> None:
    """A page is a side of the sample. Raises: InvalidInput, SampleUnknown."""
    sides = len(find_sample(place.file_id).sides) if place.file_id else 1
    if place.page > sides:
        raise InvalidInput({"page": f"这份样本只有{sides}面"})
