"""From a case to what its letter says: drawn once, then kept with the letter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.codes.service import qr_svg
from flows.guidance import repository as guidance
from flows.letters import repository
from flows.letters.errors import LetterFieldMissing
from foundation.clock import local
from foundation.identifiers import CreditCode, IdentifierInvalid, ResidentId, mask_name
from foundation.models import Case, Letter, User
from foundation.settings import settings
from knowledge_base.letters import cite, letter_book, letter_text
from knowledge_base.schemas import ItemDocument
from knowledge_base.schemas.letter import LetterKind, LicenceTerm
from knowledge_base.situations import choose_materials

CHANNELS = {"yueshengshi": "粤省事", "yueshangtong": "粤商通", "suihaoban": "穗好办"}
FIELD_NAMES = {
    "holder": "申请人", "item": "事项名称", "submitted_at": "申请时间", "accepted_on": "受理日期",
    "due_on": "办结期限", "materials": "材料", "reason": "理由或意见", "remedy": "救济途径",
    "result": "结果名称", "valid_until": "有效期限",
}  # fmt: skip
ON_LICENCES = {
    "principal_name": "负责人",
    "premises_address": "经营场所",
    "business_items": "经营项目",
}
DECIDED = {
    "approval": ("准予办理", "准予行政许可"),
    "rejection": ("不予办理", "不予行政许可"),
}
"""What is decided: of an ordinary item, of a 行政许可."""
MAY_BE_EMPTY = frozenset({"due_on", "materials", "result"})
"""What not every item has: a promised time, named materials, a result to hold in hand."""


async def facts_of(
    session: AsyncSession,
    case: Case,
    kind: LetterKind,
    reason: str,
    day: date,
    deemed_by: str = "",
) -> dict[str, Any]:
    """All that the template is given but number and code.

    Args:
        deemed_by: the clause by which nobody's decision counts as approval (默认同意).
    Raises: LetterFieldMissing.
    """
    document = await guidance.document_of(session, case.item_code, case.revision)
    user = await repository.applicant_of(session, case)
    accepted = await repository.accepted_at(session, case.number)
    facts = {
        **holder_of(case, user),
        **_of_item(case, kind, document, day),
        "item": case.item_name,
        "case_number": case.number,
        "channel": CHANNELS.get(case.channel, "天河智慧政务"),
        "submitted_at": in_words(case.submitted_at, with_time=kind.id == "receipt"),
        "accepted_on": in_words(accepted),
        "due_on": in_words(case.due_at),
        "date": in_words(day),
        "materials": await _materials(session, case, kind, document),
        "reason": reason,
        "deemed_by": deemed_by,
    }
    missing = [n for n in kind.fields if not facts[n] and n not in MAY_BE_EMPTY]
    if missing:
        raise LetterFieldMissing({n: f"文书须写明{FIELD_NAMES[n]}" for n in missing})
    return facts


def _of_item(case: Case, kind: LetterKind, document: ItemDocument, day: date) -> dict[str, Any]:
    """What the item, its office and the law have to say."""
    term = licence_term(kind, document)
    book = letter_book()
    return {
        "department": document.item.department.name,
        "phone": document.guide.link_way,
        "is_permit": is_permit(document),
        "permit_word": "许可" if is_permit(document) else "",
        "decided": DECIDED.get(kind.id, ("", ""))[is_permit(document)],
        "basis": _basis(kind, document),
        "seal_basis": cite(book.house.seal_basis),
        "remedy": f"{book.house.remedy}（依据：{cite(book.house.remedy_basis)}）",
        "result": _result(document),
        "delivery": _sentence(document.guide.result.delivery),
        "valid_until": in_words(_last_day(day, term.years)) if term else "",
        "extras": _extras(case, document) if term else [],
    }


def as_written(facts: dict[str, Any], letter: Letter, corrects: Letter | None, why: str) -> Any:
    """The facts with what makes this letter this one."""
    site = settings().public_url.rstrip("/")
    address = verify_url(letter.token)
    return {
        **facts,
        "body": body_of(letter.kind, facts),
        "title": letter.title,
        "number": letter.number,
        "token": letter.token,
        "verify_url": address,
        "verify_site": f"{site.partition('://')[2]}/verify",
        "qr": qr_svg(address),
        "corrects": {"number": corrects.number, "title": corrects.title, "reason": why}
        if corrects
        else None,
    }


def body_of(kind_id: str, facts: dict[str, Any]) -> dict[str, list[str]]:
    """The paragraphs of a letter, from the words as they are published now."""
    text = letter_text(kind_id)
    return text.filled(facts) if text else {"opening": [], "closing": []}


def verify_url(token: str) -> str:
    return f"{settings().public_url.rstrip('/')}/verify/{token}"


def is_permit(document: ItemDocument) -> bool:
    return document.item.task_type == "行政许可"


def licence_term(kind: LetterKind, document: ItemDocument) -> LicenceTerm | None:
    """The licence this platform issues for the item, if it is one of them."""
    name = document.guide.result.name
    return next((term for term in kind.results if term.name == name), None)


def masked_holder(data: dict[str, Any]) -> str:
    """An enterprise is a matter of public record; a person's name is not."""
    return data["holder"] if data["you"] == "你单位" else mask_name(data["holder"])


def in_words(moment: datetime | date | None, *, with_time: bool = False) -> str:
    """2026年11月27日, on Guangzhou's clock; "" for none."""
    if moment is None:
        return ""
    day = local(moment) if isinstance(moment, datetime) else moment
    words = f"{day.year}年{day.month}月{day.day}日"
    return f"{words}{day:%H时%M分}" if with_time and isinstance(day, datetime) else words


def holder_of(case: Case, user: User) -> dict[str, str]:
    """Whom the letter addresses: the enterprise where one applies, with its number in full (it is
    public); a person with theirs masked."""
    identity = user.identity or {}
    form = case.form
    enterprise = identity.get("enterprise_name") or form.get("applicant_name")
    if enterprise:
        code = str(identity.get("credit_code") or form.get("credit_code") or "")
        try:
            shown = str(CreditCode.parse(code))
        except IdentifierInvalid:
            shown = ""
        return {
            "holder": str(enterprise),
            "holder_number": shown,
            "holder_number_label": "统一社会信用代码",
            "you": "你单位",
        }
    number = str(identity.get("id_number") or "")
    return {
        "holder": str(identity.get("name") or user.display_name),
        "holder_number": ResidentId(number).masked() if number else "",
        "holder_number_label": "公民身份号码",
        "you": "你",
    }


def _basis(kind: LetterKind, document: ItemDocument) -> str:
    """The clause the kind rests on; for an item that is no 行政许可 what the item rests on."""
    if is_permit(document):
        return cite(kind.basis)
    source = next((p.source for p in document.guide.by_law if p.source), None)
    named = document.item.sources[source or next(iter(document.item.sources))]
    number = f"（{named.document_number}）" if named.document_number else ""
    return f"《{named.title}》{number}"


def _result(document: ItemDocument) -> str:
    result = document.guide.result
    return result.name if result.type != "无" else ""


def _sentence(text: str | None) -> str:
    return f"{text.rstrip('。')}。" if text else ""


def _last_day(day: date, years: int) -> date:
    """The last day of a term of years that begins on `day` (《民法典》第202条)."""
    try:
        end = day.replace(year=day.year + years)
    except ValueError:
        end = day.replace(year=day.year + years, day=28)
    return date.fromordinal(end.toordinal() - 1)


def _extras(case: Case, document: ItemDocument) -> list[dict[str, str]]:
    """What a licence shows besides: where, who answers for it, what may be done there."""
    known = {f.id for f in document.form.fields()}
    return [
        {"name": name, "value": str(case.form[f])}
        for f, name in ON_LICENCES.items()
        if f in known and case.form.get(f)
    ]


async def _materials(
    session: AsyncSession, case: Case, kind: LetterKind, document: ItemDocument
) -> list[dict[str, str]]:
    named = {c.material.id: c.material.name for c in choose_materials(document, case.answers)}
    if kind.id == "supplement":
        asked = (case.supplement or {}).get("material_ids", [])
        return [{"name": named[m]} for m in dict.fromkeys(asked) if m in named]
    counts: dict[str, int] = {}
    for file in await repository.files_handed_in(session, case.number):
        counts[file.material_id] = counts.get(file.material_id, 0) + 1
    forms = {material: f"电子文件{count}份" for material, count in counts.items()}
    for grant in await repository.licences_lent(session, case.number):
        forms[grant.material_id] = "电子证照，免提交"
    return [{"name": name, "form": forms[m]} for m, name in named.items() if m in forms]
