"""The mini-program's reminder, by the real client: sent where its owner let it through, and nothing
is tried in vain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from foundation.models import new_id
from foundation.settings import settings
from tests.factories.people import Person, open_guest
from tests.factories.problems import problem
from tests.factories.queues import HALL, MARKET, NEXT, clerk_at, open_queues
from tests.miniprogram_api.conftest import KeepPromises, Served

CONSENTS, TICKETS = "/api/v1/notice_consents", "/api/v1/queue/tickets"


@dataclass(frozen=True)
class Phone:
    """WeChat on which the mini-program is open, and what its owner answers there."""

    owner: Person
    name: str
    served: Served

    @classmethod
    async def of_guest(cls, served: Served, guest: Person) -> Phone:
        """Signed in by WeChat, as the mini-program does before it tells an answer."""
        name = f"mei-{new_id()}"
        known = await guest.post("/api/v1/sessions", {"channel": "miniprogram", "code": name})
        return cls(Person(guest.http, known["token"]), name, served)

    def notices(self) -> list[dict[str, str]]:
        wechat = self.served.outside.wechat
        shown = wechat.phones.messages(wechat.service_openid(self.name))
        return [dict(notice["rows"]) for notice in shown]

    async def tell(self, said: str, **more: Any) -> Any:
        """The page tells the backend what was answered."""
        told = await self.owner.post(CONSENTS, {"answers": {"queue": said}}, **more)
        return told["items"][1]


@pytest.fixture
async def clerk(served: Served) -> Person:
    await open_queues()
    return await clerk_at(served.http, "A02")


@pytest.fixture
async def phone(served: Served) -> Phone:
    return await Phone.of_guest(served, await open_guest(served.http))


async def called(phone: Phone, clerk: Person, keep_promises: KeepPromises) -> int:
    """A number is drawn, reminded of and called; how many notices the phone shows by then."""
    ticket = await phone.owner.post(TICKETS, {"hall_id": HALL, "line_id": MARKET})
    await clerk.post(NEXT, {})
    while await keep_promises():
        pass
    await clerk.post(f"/staff/v1/queue/tickets/{ticket['id']}/finish")
    return len(phone.notices())


async def test_one_notice_for_each_yes(
    phone: Phone, clerk: Person, keep_promises: KeepPromises
) -> None:
    template = settings().wechat_subscribe_template_queue
    assert (await phone.tell("reject"))["answer"] == "reject"
    assert await called(phone, clerk, keep_promises) == 0
    await phone.served.outside.allow_notice(phone.name, template)
    for _ in range(2):
        told = await phone.tell("accept", headers={"Idempotency-Key": "one-yes"})
        assert (told["quota"], told["template_id"]) == (1, template)
    assert await called(phone, clerk, keep_promises) == 1
    assert phone.notices()[0]["character_string1"] == "A002"
    assert phone.notices()[0]["thing3"] == "请到A02窗口办理"
    assert await called(phone, clerk, keep_promises) == 1


async def test_what_wechat_refuses_is_not_tried_again(
    phone: Phone, clerk: Person, keep_promises: KeepPromises
) -> None:
    """43101: switched off after the yes, or told to us without one."""
    await phone.tell("accept")
    assert (await phone.tell("accept"))["quota"] == 2
    assert await called(phone, clerk, keep_promises) == 0
    consents = await phone.owner.get(CONSENTS)
    assert consents["knows_phone"]
    assert consents["items"][1]["quota"] == 0


async def test_a_browser_has_no_such_notice(served: Served) -> None:
    guest = await open_guest(served.http)
    refused = await guest.ask("POST", CONSENTS, json={"answers": {"queue": "accept"}})
    assert problem(refused, 409)["code"] == "phone_unknown"
    assert not (await guest.get(CONSENTS))["knows_phone"]
