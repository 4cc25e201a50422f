"""Which drawn process the cases of an item, or of a department, go through."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from flows.workflow import binding
from flows.workflow.views import BoundView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/process_bindings", tags=["staff"])

Code = Annotated[str, Field(max_length=31)]


class Bind(BaseModel):
    """An item or a department; `template` null: no drawn process. `facts`: the form fields that
    conditions read as amount, days, region."""

    item_code: Code = ""
    department_code: Annotated[str, Field(max_length=18)] = ""
    template: Annotated[str | None, Field(max_length=64)] = None
    facts: Annotated[dict[str, Annotated[str, Field(max_length=48)]], Field(max_length=3)] = {}


@router.get("")
async def list_bindings(staff: CurrentStaff, session: Reading) -> BoundView:
    return await binding.list_bindings(session, staff)


@router.put("")
async def bind(body: Bind, staff: CurrentStaff, session: Writing) -> BoundView:
    """Cases handed in from now on; those under way stay on theirs."""
    place = (body.item_code, body.department_code)
    return await binding.bind(session, staff, place, body.template, body.facts)


@router.delete("")
async def unbind(
    staff: CurrentStaff,
    session: Writing,
    item_code: Annotated[str, Query(max_length=31)] = "",
    department_code: Annotated[str, Query(max_length=18)] = "",
) -> BoundView:
    return await binding.unbind(session, staff, (item_code, department_code))
