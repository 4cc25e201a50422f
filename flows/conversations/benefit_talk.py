"""Policies, packages and bookings asked for in words."""

from __future__ import annotations

from flows.conversations.document_talk import answer_from_documents, quote
from flows.conversations.faq_talk import answer_faq, faq_reply
from flows.conversations.item_talk import (
    items_named,
    meant_items,
    offer_search,
    tell_about_several,
    told_apart,
)
from flows.conversations.replies import choices, command, place_words, sources_of, text
from flows.conversations.turn import Turn
from flows.conversations.views import Button, Reply
from knowledge_base.faq import faqs_by_id
from knowledge_base.search.shelf import find

NEAR_ENOUGH = 0.55
"""From which likeness a passage may be shown as near, though it is no answer."""

BOOKING = "booking"
"""The FAQ about making an appointment (`content/faq`)."""


async def answer_policy(turn: Turn) -> None:
    """What a document says, else a FAQ, else the items and passages that come nearest."""
    if answer_from_documents(turn) or answer_faq(turn):
        return
    known, sure = meant_items(turn)
    if sure and known[0].matched_by == "name":
        await offer_search(turn)
        return
    hits = [h for h in find(turn.text, ("passage",), 3) if h.likeness >= NEAR_ENOUGH]
    near = [h for h in hits if h.region_scope == "home" and h.validity == "valid"][:1]
    if near:
        turn.say(
            text("没有找到正好回答这个问题的政策。下面这一条最接近，请看是不是您要的："),
            quote(near),
        )
    else:
        turn.say(
            text(
                "本平台收录的政策里没有找到您问的这一项，不敢乱说。政策会更新，请以官方公布为准，也可以咨询人工。",
                Button(title="咨询人工", payload=command("human")),
            )
        )
    if known:
        turn.say(choices("可能与您的情况有关的事项：", told_apart(known)))
    turn.status = "clarify"


async def offer_packages(turn: Turn) -> None:
    """Several matters at once: each of those named; there are no ready packages yet."""
    if named := items_named(turn.text):
        turn.say(text("可以一起准备，我逐件告诉您："))
        await tell_about_several(turn, [match.code for match in named], act="ask_how_to")
        return
    if answer_faq(turn):
        return
    turn.say(
        text(
            "本平台还没有打包好的「一件事」套餐。您把要办的几件事一次说出来，"
            "比如「个体户登记和食品经营许可」，我逐件告诉您在哪办、要什么材料。"
        )
    )
    known, sure = meant_items(turn)
    if known and not sure:
        turn.say(choices("和您说的有关的事项：", told_apart(known)), status="clarify")
    elif sure:
        await offer_search(turn)


async def answer_appointment(turn: Turn) -> None:
    """How an appointment is made, and where the item in question is done."""
    if not answer_faq(turn):
        booking = faqs_by_id().get(BOOKING)
        if booking is None:
            await offer_search(turn)
            return
        turn.say(faq_reply(booking))
    known, sure = meant_items(turn)
    entry = turn.entry_of(known[0].code) if sure else turn.item
    if entry:
        guide, name = entry.document.guide, entry.document.item.short_name
        turn.say(
            Reply(
                kind="text",
                text=f"「{name}」在这里办，去之前可以先打电话确认要不要约：\n{place_words(guide)}",
                data={"code": entry.code, "name": entry.document.item.name},
                sources=sources_of(entry.document),
            )
        )
