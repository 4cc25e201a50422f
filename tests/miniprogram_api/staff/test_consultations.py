"""Consultations counted; what nothing answers gathered, masked, noted, safe in a spreadsheet."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from flows.conversations.replies import command
from foundation import db
from foundation.clock import GUANGZHOU, now, today
from foundation.housekeeping import GISTS_KEPT, clear
from foundation.models import AccessRecord, Message
from tests.factories.cases import FOOD
from tests.factories.people import Person, open_guest, staff_member
from tests.factories.problems import problem
from tests.factories.talks import begin_talks
from tests.miniprogram_api.conftest import Served

STATISTICS, UNANSWERED = "/staff/v1/consultations/statistics", "/staff/v1/consultations/unanswered"


@pytest.fixture
async def editor(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "editor", name="郑嘉雯")


async def test_a_turn_leaves_what_is_counted(served: Served) -> None:
    """From the words of a citizen to the figures of staff, through every door between."""
    guest = await open_guest(served.http)
    served.rasa.means("我想开个小餐馆要办什么证", "ask_how_to", "action_answer_item")
    served.rasa.means("龘龘灯会摊位点样报备", "ask_how_to", "action_answer_item")
    await guest.say("龘龘灯会摊位点样报备")
    await guest.say("我想开个小餐馆要办什么证")
    await guest.press(command("human"))
    editor = await staff_member(served.http, "editor")
    day = await editor.get(STATISTICS)
    assert day["totals"] == {
        "people": 1, "messages": 3, "buttons": 1, "answered": 1, "clarify": 1, "refused": 0,
        "degraded": 0, "handed_off": 1, "unanswered": 1,
    }  # fmt: skip
    assert [(row["key"], row["count"]) for row in day["items"]] == [(str(today()), 3)]
    acts = await editor.get(f"{STATISTICS}?by=act")
    assert {r["label"]: r["count"] for r in acts["items"]} == {"问怎么办": 2, "点按钮": 1}
    items = (await editor.get(f"{STATISTICS}?by=item"))["items"]
    assert items[0]["key"] == FOOD
    assert "食品" in items[0]["label"]
    styles = await editor.get(f"{STATISTICS}?by=style")
    assert {r["label"]: r["count"] for r in styles["items"]} == {"普通话": 1, "粤语": 1}
    assert (await editor.get(f"{STATISTICS}?by=channel"))["items"][0]["label"] == "小程序、网页"
    (group,) = (await editor.get(UNANSWERED))["items"]
    assert group["words"] == "龘龘灯会摊位点样报备"
    assert day["handoffs"] is None


async def test_a_day_begins_at_midnight_in_guangzhou(editor: Person) -> None:
    talks = await begin_talks()
    for hour in (datetime(2026, 3, 1, 23, 59), datetime(2026, 3, 2, 0, 1)):
        await talks.said("居住证怎么办", at=hour.replace(tzinfo=GUANGZHOU))
    counted = await editor.get(f"{STATISTICS}?from=2026-03-01&to=2026-03-02")
    assert [(r["key"], r["count"]) for r in counted["items"]] == [
        ("2026-03-01", 1), ("2026-03-02", 1)
    ]  # fmt: skip
    only = await editor.get(f"{STATISTICS}?from=2026-03-02&to=2026-03-02")
    assert only["totals"]["messages"] == 1


async def test_impossible_dates_are_told(editor: Person) -> None:
    for dates in ("from=2026-03-02&to=2026-03-01", "from=2020-01-01&to=2026-01-01"):
        told = problem(await editor.ask("GET", f"{STATISTICS}?{dates}"), 422)
        assert told["errors"][0]["field"] == "from"
    problem(await editor.ask("GET", f"{STATISTICS}?from=yesterday"), 422)


async def test_figures_come_in_pages_most_first(editor: Person) -> None:
    talks = await begin_talks("wechat_official")
    for act, times in (("ask_fee", 3), ("ask_place", 2), ("greet", 1)):
        for _ in range(times):
            await talks.said("多少钱", act)
    first = await editor.get(f"{STATISTICS}?by=act&limit=2")
    assert [(r["key"], r["count"]) for r in first["items"]] == [("ask_fee", 3), ("ask_place", 2)]
    rest = await editor.get(f"{STATISTICS}?by=act&limit=2&cursor={first['next']}")
    assert [r["key"] for r in rest["items"]] == ["greet"]
    assert rest["next"] is None


async def test_equal_questions_are_one_however_they_are_put(editor: Person) -> None:
    talks, others = await begin_talks(), await begin_talks("wechat_official")
    await talks.said("龘灯摊怎么报备", status="clarify")
    await others.said("要报备龘灯摊吗？我的电话13800138000", status="refused")
    await talks.said("爩庙会门票多少钱", "ask_fee", status="degraded")
    await talks.said("那要多少钱", "ask_fee", status="clarify")
    await talks.said("食品经营许可怎么弄", status="clarify", item=FOOD)
    await talks.said("查一下龘进度", "ask_progress", status="clarify")
    page = await editor.get(UNANSWERED)
    assert [(g["count"], g["act_label"]) for g in page["items"]] == [(2, "问怎么办"), (1, "问费用")]
    both = [page["items"][0]["words"], *page["items"][0]["others"]]
    assert both == ["要报备龘灯摊吗?我的电话（号码）", "龘灯摊怎么报备"]


async def test_reading_citizens_words_is_for_few_and_noted_once(
    client: httpx.AsyncClient, editor: Person
) -> None:
    await (await begin_talks()).said("龘灯摊怎么报备", status="clarify")
    officer = await staff_member(client, "officer")
    clerk = await staff_member(client, "clerk")
    assert (await officer.get(STATISTICS))["totals"]["messages"] == 1
    problem(await officer.ask("GET", UNANSWERED), 403, "forbidden")
    problem(await officer.ask("GET", f"{UNANSWERED}.csv"), 403, "forbidden")
    problem(await clerk.ask("GET", STATISTICS), 403, "forbidden")
    for _ in range(3):
        await editor.get(UNANSWERED)
    async with db.reading() as session:
        noted = list(await session.scalars(select(AccessRecord.what)))
    assert noted == ["查看没有答上的问题"]


async def test_a_sheet_opens_in_chinese_and_does_nothing(editor: Person) -> None:
    talks = await begin_talks()
    for formula in ("=HYPERLINK(龘灯摊)", "@SUM(爩灯摊)", "+鱻灯摊"):
        await talks.said(formula, status="clarify")
    answer = await editor.ask("GET", f"{UNANSWERED}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "市民问,别的问法,次数,听成,最近一次"
    assert {line[:2] for line in lines[1:]} == {"'=", "'@", "'+"}
    counted = await editor.ask("GET", f"{STATISTICS}.csv?by=act")
    assert counted.content.decode("utf-8-sig").splitlines()[1] == "问怎么办,ask_how_to,3,3,0"
    assert "attachment" in counted.headers["content-disposition"]


async def test_the_thread_between_equal_questions_fades(editor: Person) -> None:
    talks = await begin_talks()
    old = now() - GISTS_KEPT - timedelta(days=1)
    message_id = await talks.said("龘灯摊怎么报备", status="clarify", at=old)
    assert (await editor.get(f"{UNANSWERED}?from={old.date()}"))["items"] == []
    assert (await clear())["gists"] == 1
    async with db.reading() as session:
        kept = await session.scalar(select(Message).where(Message.id == message_id))
    assert kept is not None
    assert (kept.gist, kept.act) == (None, "ask_how_to")
