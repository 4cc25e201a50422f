"""What must hold of content beyond its schema: references, reachability, examples, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from foundation.identifiers import CreditCode, IdentifierInvalid
from knowledge_base.catalogue import Catalogue, CatalogueEntry
from knowledge_base.conditions import Compare, comparisons_of, facts_of
from knowledge_base.schemas import Example, Faq, ItemDocument, Question, ServicePlace
from knowledge_base.search.normalise import normalise
from knowledge_base.situations import AnswerInvalid, check_answer, choose_materials, judge, replay


def check_catalogue(catalogue: Catalogue) -> list[str]:
    """Every fault found, one sentence each; empty when all is well."""
    faults = [f"{e.document.item.name}：{fault}" for e in catalogue for fault in check_item(e)]
    seen: dict[str, str] = {}
    for entry in catalogue:
        for ask in entry.document.item.asks:
            other = seen.setdefault(ask.text, entry.document.item.name)
            if other != entry.document.item.name:
                faults.append(f"问法「{ask.text}」同时写在{other}和{entry.document.item.name}")
    return faults


def check_faqs(faqs: list[Faq], catalogue: Catalogue) -> Iterator[str]:
    """No question twice, and none that an item is asked by: whoever asks must get one answer."""
    yield from _repeated("常见问题编号", [f.id for f in faqs])
    phrases = [normalise(text) for f in faqs for text in (f.question, *f.asks)]
    yield from _repeated("常见问题的问法", phrases)
    for entry in catalogue:
        item = entry.document.item
        taken = {normalise(a) for a in (item.name, *item.aliases, *(a.text for a in item.asks))}
        for phrase in taken.intersection(phrases):
            yield f"问法「{phrase}」同时写在常见问题和{item.name}"


def check_places(places: list[ServicePlace]) -> Iterator[str]:
    yield from _repeated("地点编号", [p.id for p in places])
    yield from _repeated("地点名称", [p.name for p in places])
    for place in places:
        if place.location and not _is_in_guangzhou(place.location):
            yield f"地点「{place.name}」的坐标不在广州（应为经度在前、纬度在后）"


def _repeated(label: str, values: list[str]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{label}「{value}」重复"


def _is_in_guangzhou(location: tuple[float, float]) -> bool:
    longitude, latitude = location
    return 112.9 <= longitude <= 114.1 and 22.5 <= latitude <= 24.0


def check_item(entry: CatalogueEntry) -> Iterator[str]:
    document = entry.document
    yield from _check_codes(document)
    yield from _check_ids(document)
    yield from _check_sources(document)
    yield from _check_guide(document)
    unsound = list(_check_conditions(document))
    yield from unsound
    if unsound:
        return  # examples cannot be replayed over conditions that do not hold
    for example in document.examples.examples:
        yield from _check_example(document, example)


def _check_codes(document: ItemDocument) -> Iterator[str]:
    item = document.item
    try:
        CreditCode.parse(item.department.code)
    except IdentifierInvalid as error:
        yield f"部门代码{item.department.code}：{error}"
    if not item.code.startswith(item.department.code):
        yield "实施编码前18位应为部门代码"
    if item.code[19:] != item.catalog_code:
        yield "实施编码后12位应为基本编码"


def _check_ids(document: ItemDocument) -> Iterator[str]:
    for label, ids in (
        ("问题", [q.id for q in document.situations.questions]),
        ("材料", [m.id for m in document.materials.materials]),
        ("表单字段", [f.id for f in document.form.fields()]),
        ("问法", [a.text for a in document.item.asks]),
    ):
        yield from _repeated(label, ids)


def _check_conditions(document: ItemDocument) -> Iterator[str]:
    questions = {q.id: q for q in document.situations.questions}
    earlier: set[str] = set()
    for question in document.situations.questions:
        for fact in facts_of(question.ask_when) - earlier:
            yield f"问题「{question.id}」的提问条件用到尚未问到的「{fact}」"
        earlier.add(question.id)
    used = [("资格规则", r.when) for r in document.situations.eligibility]
    used += [("提示", n.when) for n in document.situations.notes]
    used += [(f"材料「{m.id}」", m.when) for m in document.materials.materials if m.when]
    used += [(f"表单字段「{f.id}」", f.when) for f in document.form.fields() if f.when]
    used += [(f"问题「{q.id}」", q.ask_when) for q in questions.values() if q.ask_when]
    for where, condition in used:
        for leaf in comparisons_of(condition):
            yield from _check_leaf(where, leaf, questions)
    for field in document.form.fields():
        if field.answer and field.answer not in questions:
            yield f"表单字段「{field.id}」取自不存在的问题「{field.answer}」"


def _check_leaf(where: str, leaf: Compare, questions: dict[str, Question]) -> Iterator[str]:
    question = questions.get(leaf.fact)
    if question is None:
        yield f"{where}的条件用到不存在的问题「{leaf.fact}」"
        return
    operator = leaf.operator_names()[0]
    value = getattr(leaf, operator)
    allowed = {
        "single": {"is_", "is_not", "one_of"},
        "multiple": {"includes", "includes_any"},
        "number": {"at_least", "at_most", "more_than", "less_than", "is_", "is_not"},
        "date": {"at_least", "at_most", "more_than", "less_than", "is_", "is_not"},
        "text": {"is_", "is_not"},
    }[question.kind]
    if operator not in allowed:
        yield f"{where}对「{leaf.fact}」用了不合题型的比较「{operator}」"
    if question.options:
        ids = {o.id for o in question.options}
        for v in value if isinstance(value, list) else [value]:
            if v not in ids:
                yield f"{where}比较「{leaf.fact}」时用到不存在的选项「{v}」"


def _check_sources(document: ItemDocument) -> Iterator[str]:
    known = set(document.item.sources)
    guide = document.guide
    cited = [p.source for p in (*guide.accept_condition, *guide.by_law)]
    cited += [t.source for t in (guide.statutory, guide.promised, guide.fee)]
    cited += [q.source for q in guide.faq]
    cited += [m.source for m in document.materials.materials]
    cited += [r.source for r in document.situations.eligibility]
    cited += [n.source for n in document.situations.notes]
    for source in {s for s in cited if s and s not in known}:
        yield f"引用了未登记的来源「{source}」"
    if all(source is None for source in (p.source for p in guide.by_law)):
        yield "设定依据没有来源"


def _check_guide(document: ItemDocument) -> Iterator[str]:
    guide = document.guide
    if guide.visits.count and not guide.visits.reason:
        yield "到现场次数不为0，须写明原因"
    if guide.online_handle_depth == "Ⅳ" and guide.visits.count:
        yield "网办深度Ⅳ级须零到场"
    for name, term in (("法定时限", guide.statutory), ("承诺时限", guide.promised)):
        if term.verified and term.source is None:
            yield f"{name}标为已核实却没有来源"
        if term.days is None and not term.explain:
            yield f"{name}没有天数，须写说明"
    statutory, promised = guide.statutory.days or 0, guide.promised.days or 0
    if guide.statutory.unit == guide.promised.unit and promised > statutory > 0:
        yield "承诺时限长于法定时限"


def _check_example(document: ItemDocument, example: Example) -> Iterator[str]:
    questions = {q.id: q for q in document.situations.questions}
    answers = {}
    for name, value in example.answers.items():
        if name not in questions:
            yield f"示例「{example.name}」回答了不存在的问题「{name}」"
            return
        try:
            answers[name] = check_answer(questions[name], value)
        except AnswerInvalid as error:
            yield f"示例「{example.name}」对「{name}」的回答无效：{error}"
            return
    run = replay(document, answers)
    if run.question is not None:
        yield f"示例「{example.name}」还差问题「{run.question.id}」的回答"
    if run.dropped:
        yield f"示例「{example.name}」回答了不会问到的问题：{'、'.join(run.dropped)}"
    verdict = judge(document, run.answers)
    if verdict.eligible != example.expect.eligible:
        yield f"示例「{example.name}」资格应为{example.expect.eligible}，实为{verdict.eligible}"
    chosen = [c.material for c in choose_materials(document, run.answers) if c.needed]
    for label, expected, actual in (
        ("必要材料", example.expect.materials, {m.id for m in chosen if m.required}),
        ("可选材料", example.expect.optional, {m.id for m in chosen if not m.required}),
    ):
        if set(expected) != actual:
            missing, extra = set(expected) - actual, actual - set(expected)
            yield f"示例「{example.name}」{label}不符：少{sorted(missing)}，多{sorted(extra)}"
