"""What staff are given with a handoff: the talk so far, and where the matter stands.

Everything is read from our own services. Suggested replies are the guide's and the FAQ's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.presenter import CaseRecord, show_prereview
from flows.cases.service import read_record
from flows.cases.sight import place_of, sight_of
from flows.cases.states import LABELS as CASE_LABELS
from flows.guidance import repository as guidance
from flows.guidance.errors import RunUnknown
from flows.guidance.presenter import show_run, term_text
from flows.guidance.views import RunView
from flows.handoffs import repository
from flows.handoffs.presenter import show_event, show_line, show_notes, show_staff_handoff
from flows.handoffs.views import (
    LinePage,
    Packet,
    PacketCase,
    PacketItem,
    StaffHandoffDetail,
    Suggestion,
)
from flows.staff.covering import findings_seen
from foundation.clock import now
from foundation.models import AccessRecord, Case, Handoff, Message
from foundation.viewer import StaffMember, Viewer
from knowledge_base.catalogue import CatalogueEntry, catalogue
from knowledge_base.faq import search_faqs
from knowledge_base.schemas import Faq
from knowledge_base.search.generation import IndexMissing

TRANSCRIPT = 200
ONE_LOOK = timedelta(minutes=5)
FAQ_LIKE = 0.5
MAX_SUGGESTIONS = 4


async def look_at(session: AsyncSession, staff: StaffMember, handoff_id: str) -> StaffHandoffDetail:
    """The handoff with everything; the look is noted as one at personal data."""
    staff.must_hold("handoffs.serve")
    handoff = await repository.access_handoff_as_staff(session, staff, handoff_id)
    await _note_view(session, staff, handoff)
    return await detail(session, staff, handoff)


async def detail(session: AsyncSession, staff: StaffMember, handoff: Handoff) -> StaffHandoffDetail:
    await session.flush()
    row = await repository.handoff_row(session, handoff)
    messages = await repository.messages_of(session, handoff.conversation_id, 0, TRANSCRIPT)
    line = show_staff_handoff(staff, *row)
    return StaffHandoffDetail(
        **line.model_dump(),
        lines=[show_line(m) for m in messages],
        packet=await make_packet(session, staff, handoff, messages),
        notes=show_notes(await repository.notes_of(session, handoff.id)),
        timeline=[show_event(e) for e in await repository.events_of(session, handoff.id)],
    )


async def lines_after(
    session: AsyncSession, staff: StaffMember, handoff_id: str, after: int
) -> LinePage:
    """What was said since the message of that seq; a look like any other."""
    staff.must_hold("handoffs.serve")
    handoff = await repository.access_handoff_as_staff(session, staff, handoff_id)
    await _note_view(session, staff, handoff)
    messages = await repository.messages_of(session, handoff.conversation_id, after, TRANSCRIPT)
    return LinePage(items=[show_line(m) for m in messages])


async def make_packet(
    session: AsyncSession, staff: StaffMember, handoff: Handoff, messages: Sequence[Message]
) -> Packet:
    context = await repository.context_of(session, handoff.conversation_id)
    run_id = context.get("run_id") or context.get("last_run_id")
    run = await _run_of(session, handoff, run_id) if run_id else None
    code = handoff.item_code or (run.item_code if run else context.get("item_code"))
    entry = catalogue().find(code) if code else None
    case = await repository.latest_draft(session, handoff)
    said = [m.text for m in messages if m.direction == "in" and m.text and not m.payload]
    return Packet(
        item=_item(entry) if entry else None,
        answers=[{"question": a.text, "answer": a.label} for a in run.answers] if run else [],
        open_question=run.question.text if run and run.question else None,
        unmet=list(run.result.reasons) if run and run.result and not run.result.eligible else [],
        case=await _case(session, staff, case) if case else None,
        suggestions=suggest([handoff.reason, *said[::-1][:3]], entry),
    )


async def _run_of(session: AsyncSession, handoff: Handoff, run_id: str) -> RunView | None:
    user = await repository.user_of(session, handoff)
    citizen = Viewer(user.id, user.kind, user.display_name, user.assurance_level, "client")
    try:
        run = await guidance.access_run(session, citizen, run_id)
    except RunUnknown:
        return None
    document = await guidance.document_of(session, run.item_code, run.revision)
    return show_run(run.id, document, run.revision, run.answers)


def _item(entry: CatalogueEntry) -> PacketItem:
    item = entry.document.item
    return PacketItem(
        code=entry.code,
        name=item.name,
        department=item.department.name,
        link_way=entry.document.guide.link_way,
    )


async def _case(session: AsyncSession, staff: StaffMember, case: Case) -> PacketCase:
    """Whose grants reach the case sees it as there; others serve the talk and see the findings."""
    record: CaseRecord = await read_record(session, case)
    review = show_prereview(record) if record.prereview else None
    findings = [f.model_dump(mode="json") for f in review.findings] if review else []
    if staff.reaches("cases.view", *place_of(record.case)):
        findings = findings_seen(findings, sight_of(staff, record))
    return PacketCase(
        number=case.number,
        item_name=case.item_name,
        status_label=CASE_LABELS[case.status],
        prereview=review.summary if review else None,
        findings=[f for f in findings if f["verdict"] != "pass"],
    )


def suggest(said: Sequence[str], entry: CatalogueEntry | None) -> list[Suggestion]:
    """Replies that are already written somewhere: FAQ like what was said, then the guide."""
    found: dict[str, Suggestion] = {}
    for words in said:
        for faq in _faqs_like(words):
            source = f"常见问题：{faq.question}"
            doubt = "" if faq.verified else "（以官方公布为准）"
            found.setdefault(faq.id, Suggestion(text=f"{faq.answer}{doubt}", source=source))
    if entry:
        found["guide"] = Suggestion(text=_guide_words(entry), source="办事指南")
    return list(found.values())[:MAX_SUGGESTIONS]


def _faqs_like(words: str) -> list[Faq]:
    """Asking for a person asks nothing else. No index keeps the talk from nobody."""
    if not words.strip() or "人工" in words:
        return []
    try:
        return [m.faq for m in search_faqs(words, 2) if m.score >= FAQ_LIKE]
    except IndexMissing:
        return []


def _guide_words(entry: CatalogueEntry) -> str:
    guide, name = entry.document.guide, entry.document.item.short_name
    place = guide.places[0] if guide.places else None
    words = f"「{name}」承诺时限：{term_text(guide.promised)}；收费：{guide.fee.text}。"
    if place:
        words += f"办理地点：{place.name}（{place.address}），{place.hours}。"
    doubt = "" if guide.is_verified() else "（以官方公布为准）"
    return f"{words}咨询：{guide.link_way}{doubt}"


async def _note_view(session: AsyncSession, staff: StaffMember, handoff: Handoff) -> None:
    viewer, what = f"staff:{staff.username}", f"查看人工会话（{handoff.id}）"
    if not await repository.is_view_noted(session, viewer, what, now() - ONE_LOOK):
        session.add(AccessRecord(viewer=viewer, subject=handoff.user_id, what=what, at=now()))
