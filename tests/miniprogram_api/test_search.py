"""Search and places over HTTP, and FAQ in the talk."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from flows.conversations.replies import command
from tests.factories.cases import FOOD
from tests.factories.people import Person, button, open_guest, words
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import Served

SEARCH, PLACES = "/api/v1/search", "/api/v1/places"


@pytest.fixture
async def bare(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Somebody who never opened a session."""
    return client


async def _found(http: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    response = await http.get(SEARCH, params=query)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def _marked(text: str, spans: list[list[int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


async def test_one_search_finds_items_faq_and_places(bare: httpx.AsyncClient) -> None:
    found = await _found(bare, q="居住证", limit=100)
    assert found["items"][0]["detail"]["name"] == "居住证申领"
    assert {"item", "policy", "place"} <= {hit["kind"] for hit in found["items"]}
    scores = [hit["score"] for hit in found["items"]]
    assert scores == sorted(scores, reverse=True)
    assert found["total"] == len(scores)
    (faq, *_) = (await _found(bare, q="周末开门吗"))["items"]
    assert (faq["kind"], faq["id"]) == ("faq", "weekend")
    assert faq["detail"]["note"] == "以官方公布为准"
    assert faq["notes"] == ["以官方公布为准"]


async def test_the_words_are_marked_where_they_stand(bare: httpx.AsyncClient) -> None:
    (hit, *_) = (await _found(bare, q="補辦居住證", kinds="item"))["items"]
    assert _marked(hit["title"], hit["highlights"]["title"]) == ["居住证"]
    assert "居住证" in _marked(hit["snippet"], hit["highlights"]["snippet"])


async def test_only_the_kinds_asked_for_are_searched(bare: httpx.AsyncClient) -> None:
    found = await _found(bare, q="居住证", kinds="place,faq")
    assert {hit["kind"] for hit in found["items"]} <= {"place", "faq"}
    packages = await _found(bare, q="居住证", kinds="package")
    assert (packages["items"], packages["total"], packages["counts"]) == ([], 0, {"package": 0})


async def test_a_kind_that_does_not_exist_is_refused(bare: httpx.AsyncClient) -> None:
    response = await bare.get(SEARCH, params={"q": "居住证", "kinds": "item,news"})
    body = problem(response, 422)
    assert body["errors"][0]["field"] == "kinds"


@pytest.mark.parametrize(
    "query", ["", "　", "👍", "<script>alert(1)</script>", "' OR 1=1 --", "\x00", "नमस्ते"]
)
async def test_odd_words_find_nothing_or_something_but_never_fail(
    bare: httpx.AsyncClient, query: str
) -> None:
    assert (await _found(bare, q=query))["items"] is not None


async def test_too_many_words_are_refused(bare: httpx.AsyncClient) -> None:
    problem(await bare.get(SEARCH, params={"q": "办" * 201}), 422)


async def test_pages_follow_each_other_without_gap(bare: httpx.AsyncClient) -> None:
    whole = await _found(bare, q="居住证", limit=100)
    first = await _found(bare, q="居住证", limit=5)
    second = await _found(bare, q="居住证", limit=5, cursor=first["next"])
    assert first["items"] + second["items"] == whole["items"][:10]
    assert whole["next"] is None


async def test_places_are_listed_and_found(bare: httpx.AsyncClient) -> None:
    everything = (await bare.get(PLACES, params={"limit": 100})).json()
    assert everything["total"] == len(everything["items"]) > 20
    page = (await bare.get(PLACES, params={"q": "五山"})).json()
    found, police = page["items"][:2]
    assert page["resolved"]["street"] == "五山街道"
    assert found["name"] == "五山街道政务服务中心"
    assert found["kind_label"] == "街道政务服务中心"
    assert found["location_accuracy"] == "street"
    assert found["note"] == "以官方公布为准；地图上是大致位置"
    assert police["kind_label"] == "公安办证窗口"


async def test_a_position_is_taken_even_where_no_place_was_measured(
    bare: httpx.AsyncClient,
) -> None:
    body = (await bare.get(PLACES, params={"near": "113.36,23.12", "q": "政务"})).json()
    assert body["total"] > 20
    assert {"distance_m", "location"} <= set(body["items"][0])


@pytest.mark.parametrize("near", ["天河", "113.36", "113.36,23.12,5", "23.12,113.36", "nan,nan"])
async def test_a_position_that_is_none_is_refused(bare: httpx.AsyncClient, near: str) -> None:
    body = problem(await bare.get(PLACES, params={"near": near}), 422)
    assert "经度,纬度" in body["detail"]


async def test_a_faq_is_answered_in_the_talk_with_its_source(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.means("告知承诺制是什么意思", "nlu_fallback", "action_unclear")
    answer = await guest.say("告知承诺制是什么意思")
    assert answer["status"] == "answered"
    assert answer["items"] == []
    assert "书面承诺" in words(answer)
    assert answer["replies"][0]["sources"][0]["document_number"] == "国办发〔2020〕42号"
    assert button(answer, "咨询人工")


async def test_an_unverified_faq_says_so(guest: Person) -> None:
    assert "以官方公布为准" in words(await guest.say("周末开门吗"))


async def test_an_item_in_talk_answers_for_itself(served: Served) -> None:
    guest = await open_guest(served.http)
    await guest.press(command("item_ask", item_code=FOOD))
    served.rasa.means("收费吗", "ask_fee", "action_answer_item")
    served.rasa.means("可以代办吗", "ask_eligibility", "action_answer_item")
    assert "食品经营许可" in words(await guest.say("收费吗"))
    assert "代办人带上" in words(await guest.say("可以代办吗"))


async def test_a_complaint_that_is_a_faq_is_answered_others_are_led_to_a_person(
    served: Served,
) -> None:
    guest = await open_guest(served.http)
    for text in ("怎么打差评", "排了三个小时没人理"):
        served.rasa.means(text, "complaint", "action_ask_human")
    assert "好差评" in (await guest.say("怎么打差评"))["replies"][0]["data"]["question"]
    assert (await guest.say("排了三个小时没人理"))["status"] == "handed_off"


async def test_a_street_named_in_talk_is_told_with_what_its_card_needs(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.means("五山街道附近去哪里办", "ask_place", "action_answer_item")
    (reply,) = (await guest.say("五山街道附近去哪里办"))["replies"]
    assert reply["kind"] == "place"
    assert reply["data"]["q"] == "五山街道附近去哪里办"
    assert reply["data"]["resolved"]["street"] == "五山街道"
    assert reply["data"]["places"][0]["name"] == "五山街道政务服务中心"
