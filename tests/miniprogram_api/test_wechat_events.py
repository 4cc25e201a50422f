"""What is not typed: menu, scans, voice, pictures, places, pages; each leads on."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from adapters import registry
from flows.codes.service import case_token, counter_token, item_token
from flows.conversations.commands import parse_payload
from flows.conversations.wechat.hearing import command_of_page
from flows.conversations.wechat.menu import menu_buttons, publish_menu
from foundation import db
from foundation.models import Message
from foundation.settings import settings
from knowledge_base.official_menu import load_menu
from tests.factories.cases import FOOD, draft
from tests.factories.halls import COUNTER, open_hall
from tests.factories.people import sign_in
from tests.miniprogram_api.conftest import KeepPromises, Served

ME = "o-chen"
NAMED = "食品经营许可"


async def answered(served: Served, keep_promises: KeepPromises, **wish: str) -> str:
    """All the account wrote to the phone after this."""
    seen = len(served.outside.phone(ME))
    assert await served.outside.do(ME, **wish)
    await keep_promises()
    return served.outside.phone(ME)[seen:]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"event": "subscribe"}, "办事助手"),
        ({"event": "subscribe", "event_key": f"qrscene_{item_token(FOOD)}"}, NAMED),
        ({"event": "SCAN", "event_key": item_token(FOOD)}, NAMED),
        ({"event": "SCAN", "event_key": counter_token(COUNTER)}, "A12窗口"),
        ({"event": "SCAN", "event_key": "unknown"}, "二维码"),
        ({"event": "SCAN", "event_key": f"i{'9' * 31}"}, "二维码已失效"),
        ({"event": "CLICK", "event_key": "how_to_ask"}, "直接告诉我"),
        ({"event": "CLICK", "event_key": "my_cases"}, "登录"),
        ({"event": "CLICK", "event_key": "bind"}, "/bind/"),
        ({"event": "CLICK", "event_key": "nearby"}, "发送位置"),
        ({"event": "CLICK", "event_key": "of_an_older_menu"}, "菜单已经更新"),
        ({"kind": "voice"}, "请打字"),
        ({"kind": "image"}, "登录"),
        ({"kind": "video"}, "拍成照片"),
        ({"kind": "link", "title": "居住证怎么办", "url": "https://x.cn"}, "居住证怎么办"),
        ({"kind": "location", "latitude": "23.1247", "longitude": "113.3612", "label": "天河"},
         "离您最近的办事地点"),
        ({"kind": "location", "latitude": "39.9", "longitude": "116.4", "label": "北京"}, "比较远"),
        ({"kind": "location", "latitude": "north", "longitude": "113"}, "再发一次"),
        ({"kind": "miniprogrampage", "title": "x", "page": f"pages/item/index?code={FOOD}"}, NAMED),
        ({"kind": "miniprogrampage", "title": "x", "page": "pages/elsewhere"}, "用文字告诉我"),
    ],
)  # fmt: skip
async def test_each_leads_on(
    served: Served, keep_promises: KeepPromises, wish: dict[str, str], said: str
) -> None:
    await open_hall()
    assert said in await answered(served, keep_promises, **wish)


async def test_a_recognised_voice_is_words_and_says_what_was_heard(
    served: Served, keep_promises: KeepPromises
) -> None:
    served.rasa.means("我想开个小餐馆", "ask_how_to", "action_answer_item")
    said = await answered(served, keep_promises, kind="voice", recognition="我想开个小餐馆。")
    assert said.startswith("我听到的是「我想开个小餐馆」。")
    assert NAMED in said


async def test_a_place_is_kept_roughly(served: Served, keep_promises: KeepPromises) -> None:
    wish = {"latitude": "23.124712", "longitude": "113.361299", "label": "天河路"}
    await answered(served, keep_promises, kind="location", **wish)
    async with db.reading() as session:
        kept = await session.scalar(select(Message).where(Message.direction == "in"))
    assert kept is not None
    assert kept.text == "［位置］天河路"
    assert parse_payload(kept.payload or "")[1] == {"near": "113.361,23.125"}


async def test_a_page_opened_from_the_menu_is_what_the_talk_is_about(
    served: Served, keep_promises: KeepPromises
) -> None:
    served.rasa.means("要多少钱", "ask_fee", "action_answer_item")
    url = f"{settings().public_url}/app/#/pages/item/index?code={FOOD}"
    assert await answered(served, keep_promises, event="VIEW", event_key=url) == ""
    assert NAMED in await answered(served, keep_promises, text="要多少钱")


async def test_a_case_code_is_told_to_its_applicant_only(
    served: Served, keep_promises: KeepPromises
) -> None:
    number = (await draft(await sign_in(served.http)))["number"]
    said = await answered(served, keep_promises, event="SCAN", event_key=case_token(number))
    assert "登录后才能看" in said
    assert NAMED not in said


async def test_lines_of_an_earlier_menu_still_mean_what_they_said(
    served: Served, keep_promises: KeepPromises
) -> None:
    def last_menu() -> Any:
        shown = served.outside.wechat.phones.messages(ME)
        return next(b for b in reversed(shown) if b["kind"] == "menu")["options"]

    await answered(served, keep_promises, event="SCAN", event_key=item_token(FOOD))
    start = next(number for number, title in last_menu() if "智能导办" in title)
    await answered(served, keep_promises, event="subscribe")
    assert start not in dict(last_menu())
    said = await answered(served, keep_promises, text="开始智能导办", menu_id=start)
    assert "哪一类食品生意" in said


async def test_a_figure_asked_for_is_no_line_of_the_menu(
    served: Served, keep_promises: KeepPromises
) -> None:
    """«1» answers «多少平方米», though the menu below has a first line («上一步»)."""
    await answered(served, keep_promises, event="SCAN", event_key=item_token(FOOD))
    for text in ("1", "餐馆", "领了", "热菜、奶茶"):
        said = await answered(served, keep_promises, text=text)
    assert "平方米" in said
    assert "平方米" not in await answered(served, keep_promises, text="1")


async def test_the_menu_of_content_is_taken_and_shown(served: Served) -> None:
    async with registry.wechat_client(_redis()) as wechat:
        assert await publish_menu(wechat) == sum(len(c.lines) for c in load_menu())
    columns = served.outside.wechat.api.menu
    assert [column["name"] for column in columns] == [b.name for b in menu_buttons()]
    views = [line for c in columns for line in c["sub_button"] if line["type"] == "view"]
    assert all(line["url"].startswith(settings().public_url) for line in views)


def _redis() -> Any:
    from foundation.redis import redis_client

    return redis_client()


def test_every_command_of_the_menu_is_one_of_ours() -> None:
    special = {"/welcome"}
    for column in load_menu():
        for line in column.lines:
            if line.command and line.command not in special:
                assert parse_payload(line.command)


@pytest.mark.parametrize(
    ("page", "command"),
    [
        (f"pages/item/index?code={FOOD}", f'/item_ask{{"item_code":"{FOOD}"}}'),
        ("https://x.cn/app/#/pages/case/index?number=TH1", '/case_show{"number":"TH1"}'),
        ("pages/cases/index", "/case_list{}"),
        ("pages/item/index", None),
        ("", None),
        ("pages/me/index", None),
        ("?code=1", None),
    ],
)
def test_a_page_is_the_command_that_tells_of_it(page: str, command: str | None) -> None:
    assert command_of_page(page) == command
