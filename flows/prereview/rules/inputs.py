"""All that rules know of a case. Nothing else decides, so a kept one is judged again the same."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from flows.prereview.readings import Kept, Reading


class Identity(Kept):
    """Who is signed in, as the sign-on proved it; empty where it says nothing."""

    kind: Literal["citizen", "enterprise"] = "citizen"
    name: str = ""
    id_number: str = ""
    enterprise_name: str = ""
    credit_code: str = ""
    legal_person_name: str = ""


class Inputs(Kept):
    """Form, situation, identity, registers, what was read of each material, and the day.

    `registers` are by name and field; `materials` holds the materials this situation asks for,
    empty where nothing was handed in.
    """

    form: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    identity: Identity = Field(default_factory=Identity)
    registers: dict[str, dict[str, str]] = {}
    materials: dict[str, tuple[Reading, ...]] = {}
    today: date
