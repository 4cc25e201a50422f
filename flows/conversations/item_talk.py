"""Which item a sentence means, and what is said of it for each act."""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz import fuzz

from flows.catalogue.brief_items import find_brief
from flows.catalogue.errors import ItemUnknown
from flows.conversations.brief_talk import about_brief
from flows.conversations.document_talk import answer_from_documents
from flows.conversations.faq_talk import answer_faq
from flows.conversations.replies import (
    Choice,
    choices,
    command,
    first_sentence,
    item_buttons,
    item_card,
    marked,
    place_words,
    score_of,
    sources_of,
)
from flows.conversations.turn import ACT, BESIDE, ITEM, OFFERED, UNCLEAR, Turn
from flows.conversations.views import Button, ItemScore, Reply
from flows.guidance.presenter import term_text
from flows.searching.records import note_search
from knowledge_base.catalogue import CatalogueEntry, catalogue
from knowledge_base.schemas import Guide
from knowledge_base.search.items import Match, search_items
from knowledge_base.search.normalise import normalise
from knowledge_base.search.topic import names_something, topic_of

# Calibrated on the held-out ways of asking in tests/knowledge_base/data/asks.yaml.
SURE, MARGIN, MAYBE, NEAR = 0.75, 0.05, 0.42, 0.30

HOT = ("食品经营许可", "居住证", "社会保障卡", "个体工商户")

MOST_NAMED, TWICE = 4, 2
LONG = 40
"""Characters from which an unclear sentence is read clause by clause, the last one first."""

NAMED, NAMED_BEFORE = 70, 10
"""How like a short name the topic is, of 100, and how much more than the next, to be meant."""

_CLAUSES = re.compile(r"[，。,;；、！!？?\s]+")
_OF_RULES = re.compile(
    r"为什么|为何|为啥|怎么会|怎么突然|什么原因|第[零一二三四五六七八九十百\d]+条|规定的|法律依据"
)
"""Asked why, or by which rule: a document says it rather than a guide."""
_SIDE_BY_SIDE = re.compile(
    r"[，。,;；、！!？?/ ]+|和|跟|与|及|以及|还有|另外|顺便|加上|同时|同埋"
    r"|同(?![时意样志学事居一等类步城名])"
)
_NOT_FOUND = (
    "这个问题我没有找到确切的答案，不敢乱说。可以换个说法，比如「开餐馆要什么证」，"
    "也可以从这些常办的事里选，或者咨询人工："
)
_AGAIN = (
    "还是没弄明白您的意思，对不起。您可以点下面最接近的一项，"
    "或者直接点「咨询人工」，让工作人员来听您说："
)


def meant_items(turn: Turn) -> tuple[list[Match], bool]:
    """Candidates best first, and whether the first is surely meant.

    What belongs to another place is a candidate only where nothing here is.
    """
    known, sure = _candidates(turn.text)
    if known or len(turn.text) < LONG:
        return known, sure
    parts = (_candidates(part) for part in reversed(_CLAUSES.split(turn.text)))
    return next((found for found in parts if found[0]), ([], False))


def _candidates(words: str) -> tuple[list[Match], bool]:
    if not names_something(normalise(words)):
        return [], False
    found = [match for match in search_items(words, 6) if match.score >= MAYBE]
    known = [match for match in found if match.is_here] or found
    if not known:
        return [], False
    known, leads = _leading(words, known)
    first = known[0]
    known = [match for match in known if match.score >= first.score - NEAR]
    return known, first.is_here and first.score >= SURE and leads


def _leading(words: str, known: list[Match]) -> tuple[list[Match], bool]:
    """Candidates, and whether the first is clearly before the second.

    Of those nearly alike the one leads whose short name is what was said: 「居住证」 is
    「办居住证」 rather than 「居住证签注」.
    """
    first, second = known[0], known[1].score if len(known) > 1 else 0.0
    if first.score - second >= MARGIN or first.matched_by in ("name", "pinned"):
        return known, True
    said = topic_of(normalise(words)).split() or [""]
    near = [match for match in known if first.score - match.score < MARGIN]
    alike = {m.code: max(fuzz.ratio(w, m.short_name or m.name) for w in said) for m in near}
    near.sort(key=lambda m: -alike[m.code])
    best, next_best = alike[near[0].code], alike[near[1].code]
    is_named = best >= NAMED and best - next_best >= NAMED_BEFORE
    return ([*near, *known[len(near) :]] if is_named else known), is_named


async def answer_about_item(turn: Turn) -> None:
    """Answer an act about the items named, or else about what the talk is about."""
    if named := items_named(turn.text):
        await tell_about_several(turn, [match.code for match in named])
        return
    known, sure = meant_items(turn)
    turn.items = [score_of(match) for match in known]
    if answer_faq(turn) or _answered_by_a_rule(turn):
        return
    if sure:
        await tell_about(turn, turn.intent.name, known[0].code)
        return
    if turn.about and not known:
        await tell_about_several(turn, [turn.about, *turn.beside])
        return
    if not known and turn.talk.context.get(OFFERED):
        _offer_again(turn)
        return
    several_alike = bool(known) and known[0].is_here and known[0].score >= SURE
    if several_alike or not answer_from_documents(turn, only_in_force=bool(known)):
        _clarify(turn, known)


def items_named(words: str) -> list[Match]:
    """Two items or more that a sentence surely names side by side; else none."""
    parts = [part for part in _SIDE_BY_SIDE.split(normalise(words)) if names_something(part)]
    if len(parts) < 2:
        return []
    found: dict[str, Match] = {}
    for part in parts[:MOST_NAMED]:
        known, sure = _candidates(part)
        if known and (sure or known[0].score >= SURE):
            found.setdefault(known[0].code, known[0])
    return list(found.values()) if len(found) > 1 else []


async def tell_about_several(turn: Turn, codes: list[str], act: str = "") -> None:
    """Answer one act, that of the turn, about each of several items; the talk is about all."""
    turn.items = []
    first, *others = codes
    for code in codes:
        await tell_about(turn, act or turn.intent.name, code)
    turn.remember(**{ITEM: first, BESIDE: others or None})


async def offer_search(turn: Turn) -> None:
    """What search alone can say: a FAQ or an item if sure, a passage, the nearest, the menu."""
    known, sure = meant_items(turn)
    turn.items = [score_of(match) for match in known]
    if answer_faq(turn) or _answered_by_a_rule(turn):
        return
    if sure:
        await tell_about(turn, "ask_how_to", known[0].code)
    elif not answer_from_documents(turn, only_in_force=bool(known)):
        _clarify(turn, known)


def _answered_by_a_rule(turn: Turn) -> bool:
    return bool(_OF_RULES.search(normalise(turn.text))) and answer_from_documents(turn)


async def tell_about(turn: Turn, act: str, code: str) -> None:
    """Answer one act about an item, and make it what the talk is about. Raises: ItemUnknown."""
    entry = catalogue().find(code)
    brief = None if entry else await find_brief(turn.session, code)
    if entry is None and brief is None:
        raise ItemUnknown
    name = entry.document.item.name if entry else brief[0].name if brief else ""
    if code not in [item.code for item in turn.items]:
        turn.items = [*turn.items, ItemScore(code=code, name=name, score=1.0)]
    turn.remember(**{ITEM: code, ACT: act, BESIDE: None, UNCLEAR: None, OFFERED: None})
    if entry:
        turn.say(about(act, entry))
    elif brief:
        turn.say(about_brief(act, brief[0]))


def about(act: str, entry: CatalogueEntry) -> Reply:
    """The reply to one act about one item, every fact from its guide."""
    return _ABOUT.get(act, _how_to)(entry)


def _clarify(turn: Turn, known: list[Match]) -> None:
    """Offer the nearest items, or the menu, and a person; what nothing was found for is noted.

    Who is not understood twice in a row is given the menu and a person in any case.
    """
    note_search(turn.session, turn.text, "chat", len(known))
    times = int(turn.talk.context.get(UNCLEAR) or 0) + 1
    turn.remember(**{UNCLEAR: times})
    if known and times < TWICE:
        several = len(known) > 1
        words = "您想问的是下面哪一项？" if several else "您想问的是这一项吗？"
        _offer(turn, words, told_apart(known), turn.intent.name)
    else:
        words = _AGAIN if times >= TWICE else _NOT_FOUND
        offered = {choice.code: choice for choice in [*told_apart(known)[:2], *_often_asked()]}
        _offer(turn, words, list(offered.values()), "ask_how_to")
    turn.replies[-1].buttons += [
        Button(title="我的办件", payload=command("case_list")),
        Button(title="咨询人工", payload=command("human")),
    ]


def _offer(turn: Turn, words: str, offered: list[Choice], act: str) -> None:
    """Items to choose from, by button or by words; of the chosen one is told what was asked."""
    reply = choices(words, offered)
    turn.say(reply, status="clarify")
    turn.remember(**{OFFERED: {"act": act, "choices": reply.data["choices"]}})


def _offer_again(turn: Turn) -> None:
    """Asked on without choosing: which of them is meant."""
    offered = [Choice(**choice) for choice in turn.talk.context[OFFERED]["choices"]]
    _offer(turn, "您问的是哪一项？选一下我就告诉您：", offered, turn.intent.name)


def told_apart(known: list[Match]) -> list[Choice]:
    """Candidates, each with what it is for or, where names are the same, who deals with it."""
    return [
        Choice(match.code, match.short_name or match.name, first_sentence(match.summary))
        for match in known
    ]


def _often_asked() -> list[Choice]:
    often = [next((e for e in catalogue() if n in e.document.item.name), None) for n in HOT]
    return [
        Choice(e.code, e.document.item.short_name, first_sentence(e.document.item.summary))
        for e in often
        if e
    ]


def _how_to(entry: CatalogueEntry) -> Reply:
    document = entry.document
    item, guide = document.item, document.guide
    place = guide.places[0]
    words = (
        f"您要办的是「{item.name}」，由{item.department.name}办理。\n"
        f"{marked(f'在{place.name}（{place.address}）办理', place)}；"
        f"{marked(f'承诺{_time(guide)}', guide.promised)}；"
        f"{marked(_fee(guide), guide.fee)}。\n"
        f"要交哪些材料看您的具体情形，我可以问您几个问题，列出您这种情形的清单。"
    )
    return item_card(entry, words)


def _materials(entry: CatalogueEntry) -> Reply:
    document = entry.document
    always = [m.name for m in document.materials.materials if m.required and m.when is None]
    depends = sum(m.when is not None for m in document.materials.materials)
    name = document.item.short_name
    words = f"办理「{name}」，各种情形都要交：{'、'.join(always)}。" if always else ""
    if depends:
        rest = "还有" if always else f"办理「{name}」涉及的"
        words += (
            f"{rest}{depends}份材料要看情形，有的不用交。点「开始智能导办」，答几个问题就知道。"
        )
    return _said(entry, words)


def _place(entry: CatalogueEntry) -> Reply:
    guide = entry.document.guide
    words = f"「{entry.document.item.short_name}」在这里办：\n{place_words(guide)}"
    if guide.online_url:
        words += f"\n也可以网上办：{guide.online_url}"
    return _said(entry, words)


def _duration(entry: CatalogueEntry) -> Reply:
    guide = entry.document.guide
    return _said(
        entry,
        (
            f"「{entry.document.item.short_name}」{marked(f'承诺{_time(guide)}', guide.promised)}；"
            f"{marked(f'法定时限{term_text(guide.statutory)}', guide.statutory)}。"
        ),
    )


def _fee_reply(entry: CatalogueEntry) -> Reply:
    guide = entry.document.guide
    words = f"「{entry.document.item.short_name}」{marked(_fee(guide), guide.fee)}。"
    if guide.fee.is_fee and guide.fee.basis:
        words += f"收费依据：{guide.fee.basis}"
    return _said(entry, words)


def _eligibility(entry: CatalogueEntry) -> Reply:
    guide = entry.document.guide
    conditions = "\n".join(f"{i}. {p.text}" for i, p in enumerate(guide.accept_condition, 1))
    return _said(
        entry,
        (
            f"办理「{entry.document.item.short_name}」的条件：\n{conditions}\n"
            "点「开始智能导办」，我按您的情形帮您看是否符合。"
        ),
    )


def _online(entry: CatalogueEntry) -> Reply:
    guide = entry.document.guide
    visits = (
        f"需到现场{guide.visits.count}次：{guide.visits.reason}"
        if guide.visits.count
        else ("全程不用到现场")
    )
    where = f"，入口：{guide.online_url}" if guide.online_url else ""
    return _said(
        entry, f"「{entry.document.item.short_name}」可以在本平台网上申报{where}。{visits}。"
    )


def _said(entry: CatalogueEntry, words: str) -> Reply:
    return Reply(
        kind="text",
        text=words,
        buttons=item_buttons(entry),
        data={"code": entry.code, "name": entry.document.item.name},
        sources=sources_of(entry.document),
    )


def _time(guide: Guide) -> str:
    return term_text(guide.promised)


def _fee(guide: Guide) -> str:
    return guide.fee.text if guide.fee.is_fee else "不收费"


_ABOUT: dict[str, Callable[[CatalogueEntry], Reply]] = {
    "ask_how_to": _how_to,
    "ask_materials": _materials,
    "ask_place": _place,
    "ask_duration": _duration,
    "ask_fee": _fee_reply,
    "ask_eligibility": _eligibility,
    "ask_online": _online,
}
