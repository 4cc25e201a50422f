"""A conversation played against a running system: what was said, and what was not as wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from knowledge_base.catalogue import catalogue
from tests.journeys.proof import unproved
from tests.journeys.scripts import Conversation, Expect, Names, Step
from tests.journeys.talkers import URGENT, AppTalker, Company, Heard, Places, company


@dataclass
class Played:
    """The transcript, and every fault with the step it belongs to."""

    conversation: Conversation
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def report(self) -> str:
        head = f"{self.conversation.topic}/{self.conversation.id}：{self.conversation.about}"
        return "\n".join([head, *(f"✗ {fault}" for fault in self.faults), "—" * 20, *self.lines])


async def play(conversation: Conversation, places: Places) -> Played:
    """Say every step; an answer that cannot be had ends the talk, a wrong one does not."""
    played = Played(conversation)
    async with company(places) as people:
        await people.join(conversation.channel)
        for number, step in enumerate(conversation.steps, 1):
            try:
                heard = await _take(people, step)
            except Exception as problem:  # whatever it is, the transcript is what explains it
                played.faults.append(f"第{number}步没有完成：{problem!r}")
                break
            played.lines.append(f"{number}. {_said(step)}")
            if heard is None:
                continue
            played.lines += _shown(heard)
            played.faults += [f"第{number}步：{fault}" for fault in faults_of(step.expect, heard)]
            if heard.run:
                people.runs.add(heard.run["run_id"])
        await people.leave()
    return played


async def _take(people: Company, step: Step) -> Heard | None:
    talker = people.talker
    assert talker
    if step.switch:
        await people.join(step.switch)
        return None
    if step.begin:
        assert isinstance(talker, AppTalker)
        await talker.person.post("/api/v1/cases", {"item_code": code_of(step.begin)})
        return None
    if step.press is not None:
        return await talker.press(step.press)
    return await talker.say(step.say or "")


def faults_of(expect: Expect, heard: Heard) -> list[str]:
    """What of an answer is not as wanted, and what of it nothing proves."""
    answer = heard.answer
    kinds = [reply["kind"] for reply in heard.replies]
    titles = [title for title, _ in heard.buttons]
    found = []
    if answer:
        found += _differs("意图", expect.act, answer["intent"]["name"])
        found += _differs("状态", expect.status, answer["status"])
        found += [f"没有说到「{n}」" for n in expect.items if code_of(n) not in heard.codes]
        if not _in_order(expect.kinds, kinds):
            found.append(f"回答的种类应有{expect.kinds}，得到{kinds}")
    if expect.replies is not None and len(kinds) != expect.replies:
        found.append(f"应有{expect.replies}个回答，得到{len(kinds)}个")
    found += [f"应说「{words}」" for words in expect.says if words not in heard.text]
    found += [f"不应说「{words}」" for words in expect.never if words in heard.text]
    found += [f"应有按钮「{t}」" for t in expect.buttons if not any(t in title for title in titles)]
    if expect.buttons_at_most is not None and len(titles) > expect.buttons_at_most:
        found.append(f"按钮最多{expect.buttons_at_most}个，有{len(titles)}个")
    return [*found, *_guided(expect, heard), *_helped(expect, heard), *_invented(heard)]


def _guided(expect: Expect, heard: Heard) -> list[str]:
    found = []
    if expect.question is not None:
        asked = [r["data"]["question"] for r in heard.replies if r["kind"] == "question"]
        if not any(expect.question == q["id"] or expect.question in q["text"] for q in asked):
            found.append(f"应问「{expect.question}」，问的是{[q['text'] for q in asked]}")
    answered = heard.run["progress"]["answered"] if heard.run else None
    if expect.answers is not None and answered != expect.answers:
        found.append(f"应已答{expect.answers}个问题，已答{answered}个")
    return found


def _helped(expect: Expect, heard: Heard) -> list[str]:
    """In danger: the numbers of that danger, in the one reply, and nothing to press."""
    if expect.urgent is None:
        return []
    if [reply["kind"] for reply in heard.replies] != ["handoff"] or heard.buttons:
        return ["有危险时只应有一个求助的回答，没有别的"]
    numbers = [line["number"] for line in URGENT[expect.urgent]["hotlines"]]
    found = [f"应告诉电话{number}" for number in numbers if number not in heard.text]
    return found + _differs("危险", expect.urgent, heard.replies[0]["data"].get("urgent"))


def _invented(heard: Heard) -> list[str]:
    replies: list[dict[str, Any]] = heard.replies or [{"text": heard.text, "buttons": []}]
    found = [claim for reply in replies for claim in unproved(reply, heard.facts)]
    return [f"没有出处：{'、'.join(found)}"] if found else []


def code_of(name: str) -> str:
    """The code of an item of ours by its name or short name; anything else is a code already."""
    items = {e.code: e.document.item for e in catalogue()}
    return next((c for c, item in items.items() if name in (item.short_name, item.name)), name)


def _differs(what: str, wanted: Names | None, got: Any) -> list[str]:
    if wanted is None or got in ([wanted] if isinstance(wanted, str) else wanted):
        return []
    return [f"{what}应是{wanted}，得到{got}"]


def _in_order(wanted: list[str], got: list[str]) -> bool:
    rest = iter(got)
    return all(kind in rest for kind in wanted)


def _said(step: Step) -> str:
    if step.switch:
        return f"〔换成{step.switch}〕"
    if step.begin:
        return f"〔开始申报：{step.begin}〕"
    return f"市民：{step.say if step.say is not None else f'〔按〕{step.press}'}"


def _shown(heard: Heard) -> list[str]:
    answer = heard.answer
    lines = []
    if answer:
        intent = answer["intent"]
        lines.append(f"   〔{intent['name']} {intent['confidence']:.2f} · {answer['status']}〕")
    for reply in heard.replies or [{"kind": "微信", "text": heard.text}]:
        lines.append(f"   助手（{reply['kind']}）：" + reply["text"].replace("\n", "\n      "))
    titles = [title for title, _ in heard.buttons]
    return [*lines, f"   〔按钮〕{' | '.join(titles)}"] if titles else lines
