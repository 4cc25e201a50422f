"""A phone that left the hall with what it was shown: what it sends is late, and there is an end."""

from __future__ import annotations

import uuid
from datetime import timedelta

from flows.showings.answering import MOST_UNDECIDED
from foundation import db
from foundation.clock import now
from foundation.models import Showing
from tests.factories.problems import problem
from tests.factories.tablets import SIZE, written_name
from tests.miniprogram_api.test_pads import phone_of, photograph, say
from tests.miniprogram_api.test_showings import Desk, desk, picture

__all__ = ["desk"]


async def test_a_phone_that_left_the_hall_puts_nothing_into_the_case(desk: Desk) -> None:
    """Confirmed, the list is closed; what was not signed in time is not signed at home."""
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    phone = await phone_of(desk, shown)
    free = next(m for m in shown["content"]["materials"] if len(m["files"]) < m["max_files"])
    await say(phone, shown, outcome="confirmed")
    assert (await photograph(phone, free["id"], picture()))["outcome"] == "conflict"
    paper = await desk.shown(kind="signature", case_number=desk.number)
    phone = await phone_of(desk, paper)
    async with db.writing() as session:
        kept = await session.get_one(Showing, paper["id"])
        kept.shown_at, kept.ends_at = now() - timedelta(hours=2), now() - timedelta(hours=1)
    late = {
        **SIZE,
        "strokes": written_name(),
        "made_at": (now() - timedelta(minutes=90)).isoformat(),
    }
    assert (await say(phone, paper, **late))["outcome"] == "conflict"


async def test_what_comes_too_late_has_an_end(desk: Desk) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    phone = await phone_of(desk, shown)
    await desk.shown(kind="rating")
    body = {"content_sha256": shown["content_sha256"], "made_at": now().isoformat()}
    kept = []
    for _ in range(MOST_UNDECIDED + 1):
        answer = {**body, "key": str(uuid.uuid4()), "outcome": "confirmed"}
        kept.append(await phone.ask("POST", "/pad/answer", json=answer))
    assert [one.status_code for one in kept[:-1]] == [200] * MOST_UNDECIDED
    assert "窗口" in problem(kept[-1], 409, "too_many_late")["detail"]
