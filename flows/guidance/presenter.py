"""From content and answers to what a client is shown."""

from __future__ import annotations

from typing import Any

from flows.guidance.views import (
    AnswerView,
    MaterialView,
    NotNeededView,
    OptionView,
    Progress,
    QuestionView,
    ResultView,
    RunView,
)
from flows.samples.service import sample_url, samples_of
from knowledge_base.schemas import ItemDocument, Question
from knowledge_base.schemas.guide import Guide, Term
from knowledge_base.situations import (
    MaterialChoice,
    Replay,
    Verdict,
    choose_materials,
    judge,
    replay,
)


def show_run(
    run_id: str, document: ItemDocument, revision: str, answers: dict[str, Any]
) -> RunView:
    """A run as its answers make it."""
    state = replay(document, answers)
    return RunView(
        run_id=run_id,
        item_code=document.item.code,
        item_name=document.item.name,
        revision=revision,
        question=show_question(state.question) if state.question else None,
        progress=Progress(answered=len(state.answers), remaining_at_most=state.remaining_at_most),
        answers=show_answers(document, state.answers),
        result=show_result(document, state) if state.is_finished else None,
    )


def show_question(question: Question) -> QuestionView:
    return QuestionView(
        id=question.id,
        text=question.text,
        help=question.help,
        kind=question.kind,
        options=[OptionView(id=o.id, label=o.label, help=o.help) for o in question.options],
        unit=question.unit,
        minimum=question.minimum,
        maximum=question.maximum,
    )


def show_answers(document: ItemDocument, answers: dict[str, Any]) -> list[AnswerView]:
    return [
        AnswerView(
            question_id=q.id, text=q.text, value=answers[q.id], label=label_answer(q, answers[q.id])
        )
        for q in document.situations.questions
        if q.id in answers
    ]


def label_answer(question: Question, value: Any) -> str:
    """An answer in words: 「小型餐馆」「80平方米」."""
    labels = {o.id: o.label for o in question.options}
    if isinstance(value, list):
        return "、".join(labels.get(v, str(v)) for v in value)
    return f"{labels.get(value, value)}{question.unit or ''}"


def show_result(document: ItemDocument, state: Replay) -> ResultView:
    guide, verdict = document.guide, judge(document, state.answers)
    choices = choose_materials(document, state.answers) if verdict.eligible is not False else []
    notes = [n.text for n in document.situations.notes if n.when.evaluate(state.answers)]
    return ResultView(
        eligible=verdict.eligible,
        reasons=verdict.reasons,
        advice=verdict.advice,
        materials=[show_material(c, document.item.code) for c in choices if c.needed],
        not_needed=[
            NotNeededView(id=c.material.id, name=c.material.name, why=c.why)
            for c in choices
            if not c.needed
        ],
        where=[place.model_dump(mode="json") for place in guide.places],
        when=guide.places[0].hours,
        statutory_days=guide.statutory.days,
        promised_days=guide.promised.days,
        promised_text=term_text(guide.promised),
        fee=guide.fee.text,
        visits=guide.visits.count,
        next_steps=_next_steps(guide, verdict, choices),
        notes=notes,
        unverified=not guide.is_verified(),
    )


def show_material(choice: MaterialChoice, item_code: str) -> MaterialView:
    material = choice.material
    known = samples_of(material.name, item_code)
    return MaterialView(
        id=material.id,
        name=material.name,
        required=material.required,
        why=choice.why,
        source=material.source_type,
        source_explain=material.source_explain,
        copies=material.copies.model_dump(by_alias=True),
        form_url=material.form_url,
        sample_url=material.sample_url or sample_url(known),
        samples=known,
        from_licence=material.from_licence,
        deferrable=material.deferrable,
        accept=list(material.accept),
        max_files=material.max_files,
        fill_explain=material.fill_explain,
        verified=material.verified,
    )


def term_text(term: Term) -> str:
    """A time limit in words; a day count only when one is held."""
    if term.days is None:
        return term.explain or "以官方公布为准"
    return "当场办结" if term.days == 0 else f"{term.days}个{term.unit}"


def _next_steps(guide: Guide, verdict: Verdict, choices: list[MaterialChoice]) -> list[str]:
    if verdict.eligible is False:
        return [
            *verdict.advice,
            "如情况有变，可以回到前面修改回答；拿不准可咨询：" + guide.link_way,
        ]
    required = sum(c.needed and c.material.required for c in choices)
    licences = sum(c.needed and bool(c.material.from_licence) for c in choices)
    steps = [
        f"按清单备齐{required}份必要材料" + (f"，其中{licences}份可用电子证照" if licences else "")
    ]
    steps.append("点「开始申报」填表、上传材料，系统会先帮您预审")
    if guide.visits.count:
        steps.append(f"提交后需到现场{guide.visits.count}次：{guide.visits.reason}")
    else:
        steps.append("网上提交后不用跑现场，办理进度会主动通知您")
    return steps
