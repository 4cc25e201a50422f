"""A licence lent for a case, as its holder does it on the platform's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx
from sqlalchemy import select, update

from foundation import db
from foundation.models import LicenceGrant
from tests.factories.cases import draft
from tests.factories.people import CHEN, Person

CASES, STAFF = "/api/v1/cases", "/staff/v1"
LICENCE = "business_licence"
HELD = {"credit_code": "92440106MADEMX0040", "applicant_name": "天河区石牌陈记小吃店（演示）"}
"""What stands on the licence 陈大文 holds."""


async def opened(citizen: Person) -> str:
    return f"{CASES}/{(await draft(citizen))['number']}"


async def press(citizen: Person, url: str, uid: str = CHEN, agree: bool = True) -> httpx.Response:
    """The holder answers on the platform's page; the browser goes where it is sent."""
    async with httpx.AsyncClient(trust_env=False) as phone:
        pressed = await phone.post(
            f"{url}&account={uid}", data={"answer": "agree" if agree else "refuse"}
        )
    back = urlsplit(pressed.headers["location"])
    return await citizen.http.get(f"{back.path}?{back.query}")


async def lend(
    citizen: Person, path: str, material: str = LICENCE, uid: str = CHEN, agree: bool = True
) -> Any:
    """The material after the holder answered."""
    begun = await citizen.post(f"{path}/materials/{material}/licence")
    back = await press(citizen, begun["authorise_url"], uid, agree)
    assert back.status_code == 303
    assert back.headers["location"].endswith(f"number={path.split('/')[-1]}&step=materials")
    return await material_of(citizen, path, material)


async def material_of(citizen: Person, path: str, material: str = LICENCE) -> Any:
    case = await citizen.get(path)
    return next(m for m in case["materials"] if m["id"] == material)


async def listed(citizen: Person, path: str, material: str = LICENCE) -> Any:
    shown = await citizen.get(f"{path}/licences")
    return next(i for i in shown["items"] if i["material_id"] == material)


async def row() -> LicenceGrant:
    async with db.reading() as session:
        found = (await session.scalars(select(LicenceGrant))).one()
        return found


async def set_grant(**values: Any) -> None:
    async with db.writing() as session:
        await session.execute(update(LicenceGrant).values(**values))
