"""Replies made from the services' answers of this turn; no fact is written here."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from flows.cases.views import CaseBrief
from flows.conversations.views import Button, ItemScore, Reply, SourceView
from flows.guidance.presenter import term_text
from flows.guidance.views import QuestionView, RunView
from foundation.clock import local
from knowledge_base.catalogue import CatalogueEntry
from knowledge_base.schemas import Fee, Guide, ItemDocument, Place
from knowledge_base.schemas.guide import Term
from knowledge_base.search.items import Match

UNVERIFIED = "以官方公布为准"
HOTLINE = "12345"
MOST_CHOICES, ONE_LINE = 4, 40


def command(name: str, **arguments: Any) -> str:
    """A button's payload."""
    return f"/{name}{json.dumps(arguments, ensure_ascii=False, separators=(',', ':'))}"


def text(words: str, *buttons: Button) -> Reply:
    return Reply(kind="text", text=words, buttons=list(buttons))


def item_buttons(entry: CatalogueEntry) -> list[Button]:
    code = entry.code
    return [
        Button(title="开始智能导办", payload=command("guidance_start", item_code=code)),
        Button(title="查看办事指南", payload=command("item_show", item_code=code)),
    ]


def item_card(entry: CatalogueEntry, words: str) -> Reply:
    """The item with where it is done, how long it takes and what it costs."""
    document = entry.document
    guide, item = document.guide, document.item
    verified = guide.is_verified()
    return Reply(
        kind="item",
        text=words,
        buttons=item_buttons(entry),
        sources=sources_of(document),
        data={
            "code": entry.code,
            "name": item.name,
            "department": item.department.name,
            "summary": item.summary,
            "promised": _term(guide.promised),
            "statutory": _term(guide.statutory),
            "fee": guide.fee.text,
            "visits": guide.visits.count,
            "places": [p.model_dump(mode="json") for p in guide.places],
            "verified": verified,
            "note": None if verified else UNVERIFIED,
        },
    )


def question_card(run: RunView, lead: str = "") -> Reply:
    """The question due, with a button for each choice and one to go back."""
    question = run.question
    assert question is not None
    buttons = [*_option_buttons(run, question)]
    if run.progress.answered:
        buttons.append(Button(title="上一步", payload=command("guidance_back", run_id=run.run_id)))
    return Reply(
        kind="question",
        text=f"{lead}{question.text}",
        buttons=buttons,
        data={
            "run_id": run.run_id,
            "item_code": run.item_code,
            "item_name": run.item_name,
            "question": question.model_dump(mode="json"),
            "progress": run.progress.model_dump(),
        },
    )


def result_card(run: RunView, lead: str = "") -> Reply:
    """The end of guidance: verdict, materials, what is not needed, and the way on."""
    result = run.result
    assert result is not None
    back = Button(title="修改上一个回答", payload=command("guidance_back", run_id=run.run_id))
    go_on = Button(title="开始申报", payload=command("case_open", run_id=run.run_id))
    return Reply(
        kind="materials",
        text=f"{lead}{_result_words(run)}",
        buttons=[back] if result.eligible is False else [go_on, back],
        data={
            "run_id": run.run_id,
            "item_code": run.item_code,
            "item_name": run.item_name,
            "result": result.model_dump(mode="json"),
        },
    )


def run_card(run: RunView, lead: str = "") -> Reply:
    return question_card(run, lead) if run.question else result_card(run, lead)


def case_card(case: CaseBrief, words: str = "") -> Reply:
    last = case.last_event
    return Reply(
        kind="case",
        text=words or _case_words(case),
        buttons=[Button(title="查看办件", payload=command("case_show", number=case.number))],
        data={
            "number": case.number,
            "item_name": case.item.name,
            "status": case.status,
            "status_label": case.status_label,
            "due_at": local(case.due_at).isoformat() if case.due_at else None,
            "last_event": {"at": local(last.at).isoformat(), "label": last.label, "text": last.text}
            if last
            else None,
        },
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """An item to choose; `tells` is what tells it from the others beside it."""

    code: str
    title: str
    tells: str = ""


def choices(words: str, items: list[Choice]) -> Reply:
    """At most four items to choose from."""
    offered = items[:MOST_CHOICES]
    buttons = [
        Button(title=choice.title, payload=command("item_ask", item_code=choice.code))
        for choice in offered
    ]
    return Reply(
        kind="choices",
        text=words,
        buttons=buttons,
        data={"choices": [asdict(choice) for choice in offered]},
    )


def sign_in_first() -> Reply:
    """For what touches the citizen's own cases."""
    button = Button(title="去登录", payload=command("sign_in"))
    return text("查办件要先登录。登录后我马上帮您查，现在说的内容都会保留。", button)


def sentence(words: str) -> str:
    """What an officer wrote, ended with one full stop, whether he put one or not."""
    plain = words.strip()
    return plain if not plain or plain[-1] in "。！？!?" else f"{plain.rstrip('.；;，,')}。"


def first_sentence(words: str) -> str:
    """The first sentence of a summary, as much of it as one line holds."""
    first = words.split("。")[0].split("\n")[0]
    return first if len(first) <= ONE_LINE else f"{first[:ONE_LINE]}……"


def score_of(match: Match) -> ItemScore:
    return ItemScore(code=match.code, name=match.name, score=match.score)


def sources_of(document: ItemDocument) -> list[SourceView]:
    return [
        SourceView(
            title=s.title, document_number=s.document_number, url=s.url, as_of=s.as_of.isoformat()
        )
        for s in document.item.sources.values()
    ]


def marked(words: str, fact: Term | Fee | Place) -> str:
    return words if fact.verified else f"{words}（{UNVERIFIED}）"


def place_words(guide: Guide) -> str:
    """Every place with address, hours and phone, one a line."""
    lines = []
    for place in guide.places:
        phone = f"，电话{place.phone}" if place.phone else ""
        lines.append(marked(f"{place.name}：{place.address}；{place.hours}{phone}", place))
    return "\n".join(lines)


def _term(term: Term) -> dict[str, Any]:
    return {
        "days": term.days,
        "unit": term.unit,
        "text": term_text(term),
        "verified": term.verified,
    }


def _option_buttons(run: RunView, question: QuestionView) -> list[Button]:
    if question.kind != "single":
        return []
    return [
        Button(
            title=o.label,
            payload=command(
                "guidance_answer", run_id=run.run_id, question_id=question.id, value=o.id
            ),
        )
        for o in question.options
    ]


def _result_words(run: RunView) -> str:
    result = run.result
    assert result is not None
    if result.eligible is False:
        return f"按您的情形，暂时不能办理「{run.item_name}」：{'；'.join(result.reasons)}"
    required = [m.name for m in result.materials if m.required]
    listed = (
        f"按您的情形，办理「{run.item_name}」需要{len(required)}份材料：{'、'.join(required)}。"
    )
    if result.not_needed:
        listed += f"另有{len(result.not_needed)}份不用交。"
    doubt = "是否符合条件还要由窗口核实。" if result.eligible == "unknown" else ""
    return listed + doubt


def _case_words(case: CaseBrief) -> str:
    words = f"您的「{case.item.name}」办件（{case.number}）现在是：{case.status_label}。"
    if case.status == "draft":
        return words + "还没有提交，可以接着填。"
    if case.last_event and case.last_event.text and case.status == "supplement_required":
        words += f"窗口说明：{sentence(case.last_event.text)}"
    if case.due_at and case.status in ("submitted", "accepted", "reviewing"):
        words += f"预计{local(case.due_at):%Y年%-m月%-d日}前办结。"
    return words
