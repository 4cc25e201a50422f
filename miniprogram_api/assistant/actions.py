"""Rasa's action protocol, served by us: no domain code lives in the bot."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from flows.conversations.actions import ActionCall, act
from miniprogram_api.auth import the_bot

router = APIRouter(prefix="/internal/rasa", tags=["internal"], dependencies=[Depends(the_bot)])


@router.post("/webhook", include_in_schema=False)
async def run_action(call: ActionCall) -> dict[str, Any]:
    """One action for one conversation: `{"events", "responses"}`."""
    return await act(call)
