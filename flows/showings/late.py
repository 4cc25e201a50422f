"""What came too late: the clerk sees it beside what stands now, and takes it or leaves it, once.

Taken, it does what it would have done in time, by the same act, if that is still lawful: it was
given to the very content that was shown, nothing newer was answered, the case goes on and has not
changed under it. Otherwise the clerk is told why, and asks anew.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_event
from flows.cases.states import LABELS, OVER
from flows.showings import photos, repository
from flows.showings.answering import Answer, Sent, carry_out, file_hashes
from flows.showings.contents import received
from flows.showings.errors import CannotAdopt, LateSettled, LateUnknown, ShowingMoved
from flows.showings.service import delivered, is_photo, label_of, look, must_sit_at
from flows.showings.views import DeskView, Fact, LateView, Wish
from flows.showings.whereabouts import Way
from flows.signatures.errors import PaperChanged
from flows.signatures.papers import is_still, moment_in_words
from flows.signatures.strokes import Signature as Writing
from flows.signatures.strokes import as_svg
from flows.staff.service import note_view
from foundation import files
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.intake.service import MEDIA_TYPES
from foundation.models import Case, Delivery, Showing
from foundation.reading import FileKind
from foundation.viewer import StaffMember

Decision = Literal["adopted", "discarded"]
MAX_REASON = 200
_OUTCOMES = {"confirmed": "确认无误", "disputed": "有出入"}
_FOR_ITS_GIVER = (
    "评价由群众本人给出，窗口不能代为采用。没有计入的，可以请群众在「我的办件」里评价。"
)


@dataclass(frozen=True, slots=True)
class Late:
    """A delivery that no longer fitted, to what it answered, and of which case."""

    delivery: Delivery
    showing: Showing
    case: Case | None

    @property
    def kept(self) -> dict[str, Any]:
        return self.delivery.kept or {}

    @property
    def answer(self) -> Answer:
        return Answer.model_validate({k: v for k, v in self.kept.items() if k != "way"})

    @property
    def way(self) -> Way:
        return "phone" if self.kept.get("way") == "phone" else "tablet"


async def look_at(session: AsyncSession, staff: StaffMember, counter_id: str, key: str) -> LateView:
    """The look is noted. Raises: Forbidden, NotAtThisCounter, LateUnknown, CaseUnknown."""
    late = await _find(session, staff, counter_id, key)
    if late.case is not None:
        await note_view(session, staff, late.case, "查看迟到的窗口答复")
    return await _show(session, late)


async def read_photo(
    session: AsyncSession, staff: StaffMember, counter_id: str, key: str
) -> tuple[str, bytes]:
    """Media type and bytes of a late photo. Raises: as `look_at`."""
    late = await _find(session, staff, counter_id, key)
    if late.case is None or not is_photo(late.delivery):
        raise LateUnknown
    await note_view(session, staff, late.case, "查看迟到的窗口答复")
    content = await asyncio.to_thread(files.get, late.showing.id, late.kept["sha256"])
    return MEDIA_TYPES[FileKind(late.kept["kind"])], content


async def decide(
    session: AsyncSession,
    staff: StaffMember,
    counter_id: str,
    key: str,
    decision: Decision,
    reason: str,
) -> DeskView:
    """Take it or leave it, for a reason; the same again changes nothing.

    Raises: Forbidden, NotAtThisCounter, LateUnknown, CaseUnknown, LateSettled, CannotAdopt,
    InvalidInput.
    """
    late = await _find(session, staff, counter_id, key, lock=True)
    delivery, reason = late.delivery, reason.strip()
    if delivery.decision is not None:
        if delivery.decision != decision:
            raise LateSettled
        return await look(session, staff, counter_id)
    if decision == "adopted":
        await _adopt(session, late)
    elif not 2 <= len(reason) <= MAX_REASON:
        raise InvalidInput({"reason": f"请写明为什么不采用，2到{MAX_REASON}个字"})
    delivery.decision, delivery.decided_by = decision, staff.display_name
    delivery.decided_at, delivery.reason = now(), reason or None
    if late.case is not None:
        note_event(session, late.case, "counter_late", staff.display_name, _said(late))
    await session.flush()
    return await look(session, staff, counter_id)


async def _find(
    session: AsyncSession, staff: StaffMember, counter_id: str, key: str, *, lock: bool = False
) -> Late:
    """For whoever sits there and may see the case, if it is of one."""
    await must_sit_at(session, staff, counter_id)
    delivery = await repository.late_delivery(session, counter_id, key, lock=lock)
    if delivery is None or delivery.kept is None:
        raise LateUnknown
    showing = await repository.showing_at(session, counter_id, delivery.showing_id, lock=lock)
    assert showing is not None
    if showing.case_number is None:
        return Late(delivery, showing, None)
    case = await cases.access_case_as_staff(session, staff, showing.case_number, lock=lock)
    return Late(delivery, showing, case)


async def _adopt(session: AsyncSession, late: Late) -> None:
    why = await obstacle(session, late)
    if why:
        raise CannotAdopt(why)
    if is_photo(late.delivery):
        assert late.case is not None
        await photos.adopt(session, late.delivery, late.showing, late.case)
        return
    made_at = late.delivery.made_at or late.delivery.received_at
    try:
        await carry_out(session, Sent(late.showing, late.answer, late.way, made_at))
    except (ShowingMoved, PaperChanged) as moved:
        raise CannotAdopt(moved.detail) from None


async def obstacle(session: AsyncSession, late: Late) -> str:
    """Why it can no longer be taken; empty when it can."""
    showing, case = late.showing, late.case
    if showing.kind == "rating" or case is None:
        return _FOR_ITS_GIVER
    if is_photo(late.delivery):
        if await repository.same_photo(session, showing.id, late.delivery.body_sha256):
            return "这张照片后来已经收过。"
        return photos.no_room(
            case, await photos.material_of(session, case, late.kept["material_id"])
        )
    if showing.state == "answered":
        return "这一屏后来已经有了答复，以后来的为准。"
    if case.status in OVER:
        return f"这个办件已经是「{LABELS[case.status]}」，不能再收件或签名。"
    if await _is_superseded(session, showing):
        return f"后来已经重新做过{label_of(late.delivery)}，以后来的为准。"
    if late.answer.content_sha256 != showing.content_sha256:
        return "群众答复时看到的内容和窗口出示的不一样，请重新出示，请群众再确认一次。"
    return await _changed(session, showing, case)


async def _is_superseded(session: AsyncSession, showing: Showing) -> bool:
    purpose = showing.content.get("purpose")
    later = await repository.answered_since(session, showing)
    return any(one.content.get("purpose") == purpose for one in later)


async def _changed(session: AsyncSession, showing: Showing, case: Case) -> str:
    if showing.kind == "signature":
        if await is_still(session, case, showing.content["record"]):
            return ""
        return (
            f"《{showing.content['title']}》的内容在签名以后变了，签名不能算到新文件上。"
            "请重新出示，请群众看过新文件再签。"
        )
    if file_hashes(await received(session, case)) == file_hashes(showing.content["materials"]):
        return ""
    return "收到的材料在确认以后有增减，确认的不是现在这份清单。请重新出示，请群众再核对一次。"


async def _show(session: AsyncSession, late: Late) -> LateView:
    why = await obstacle(session, late)
    given, stands, about = await _beside(session, late)
    is_signed = late.showing.kind == "signature"
    answer = late.answer if is_signed else None
    return LateView(
        delivery=delivered(late.delivery), about=about, case_number=late.showing.case_number,
        given=given, stands=stands, obstacle=why, has_photo=is_photo(late.delivery),
        picture=as_svg(Writing(answer.width, answer.height, answer.strokes)) if answer else None,
        anew=_anew(late) if why else None,
    )  # fmt: skip


async def _beside(session: AsyncSession, late: Late) -> tuple[list[Fact], list[Fact], str]:
    """What was given, what stands now, and what it is about; nothing of how somebody rated."""
    case, content = late.case, late.showing.content
    if case is None or late.showing.kind == "rating":
        return [], [], content.get("item_name") or ""
    stands = [Fact(label="办件", text=LABELS[case.status])]
    if is_photo(late.delivery):
        material = await photos.material_of(session, case, late.kept["material_id"])
        name = material["name"] if material else late.kept["name"]
        if material:
            held = f"{len(material['files'])}份，最多{material['max_files']}份"
            stands.append(Fact(label=f"「{name}」现有", text=held))
        return [Fact(label="放进", text=name)], stands, name
    if late.showing.kind == "signature":
        title = content["title"]
        changed = await _changed(session, late.showing, case)
        stands.append(Fact(label=f"《{title}》", text="已经变了" if changed else "没有变化"))
        return [Fact(label="签的文件", text=title)], stands, title
    answer = late.answer
    given = [
        Fact(label="结果", text=_OUTCOMES.get(answer.outcome, "")),
        *([Fact(label="说明", text=answer.text)] if answer.text else []),
        Fact(label="当时的清单", text=_listed(content["materials"])),
    ]
    stands.append(Fact(label="现在的清单", text=_listed(await received(session, case))))
    return given, stands, case.item_name


def _anew(late: Late) -> Wish | None:
    showing, case = late.showing, late.case
    if case is None or case.status in OVER or is_photo(late.delivery):
        return None
    if showing.kind == "acceptance":
        return Wish(kind="acceptance", case_number=case.number)
    if showing.kind != "signature":
        return None
    purpose, record = showing.content["purpose"], showing.content["record"]
    words = "\n".join(record["paragraphs"]) if purpose == "commitment" else ""
    return Wish(kind="signature", case_number=case.number, purpose=purpose, text=words)


def _said(late: Late) -> str:
    """For the case's timeline, which its applicant reads."""
    delivery, what = late.delivery, label_of(late.delivery)
    when = moment_in_words(delivery.made_at or delivery.received_at)
    if delivery.decision == "adopted":
        return f"{when}给出的{what}送到晚了，窗口核对后采用。"
    return f"{when}给出的{what}送到晚了，窗口没有采用：{delivery.reason}"


def _listed(materials: list[dict[str, Any]]) -> str:
    held = [f"{m['name']}{len(m['files'])}份" for m in materials if m["files"]]
    return "、".join(held) or "没有材料"
