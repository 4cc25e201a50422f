"""Telling the applicant that the case moved: in the conversation, live, and on WeChat."""

from __future__ import annotations

from datetime import datetime

from adapters.http import OutsideRefused
from adapters.wechat.port import Account, WeChatPort
from flows.accounts.repository import addresses_of
from flows.accounts.service import viewer_of
from flows.cases import repository as cases
from flows.cases.presenter import show_brief
from flows.cases.states import LABELS
from flows.conversations import repository
from flows.conversations.replies import case_card, sentence
from flows.conversations.subscribed import send_if_let_through
from flows.conversations.telling import say_by_itself
from flows.conversations.views import Answer, IntentView
from flows.conversations.wechat.chat import Chat
from flows.conversations.wechat.delivery import tell
from foundation import db
from foundation.announcements import announce_after_commit
from foundation.clock import local, now
from foundation.logging import logger
from foundation.models import Case, UserAddress
from foundation.queue import GiveUp, Payload

NOTICE = IntentView(name="notice", confidence=1.0)

# Said for each act; the applicant's own acts are shown live but not written into the talk.
WORDS = {
    "accept": "您的「{item}」申请已受理，编号{number}。{due}",
    "return": (
        "您的「{item}」申请需要补正，编号{number}。窗口说明：{text}"
        "补好后点「提交补正」，不用重新申请。"
    ),
    "suspend": "您的「{item}」申请（编号{number}）暂停计算办理时间：{text}",
    "resume": "您的「{item}」申请（编号{number}）恢复计算办理时间：{text}{due}",
    "lapse": "您的「{item}」申请已终止，编号{number}。{text}需要办理的，可以重新申请。",
    "certify": "您的「{item}」证件已制好，编号{number}。",
    "issue": "您的「{item}」申请已办结，编号{number}。{note}结果和文书可以在办件里下载。",
    "manual_pass": "工作人员看过您「{item}」的材料，可以了，编号{number}。{note}",
    "manual_fail": (
        "工作人员看过您「{item}」的材料，还要修改，编号{number}。{note}"
        "还没提交的，改好后重新预审；已经提交的，等窗口通知您补正。"
    ),
    "manual_inconclusive": "工作人员看过您「{item}」的材料，现在还不能确定，编号{number}。{note}",
    "approve": "好消息：您的「{item}」申请已准予通过，编号{number}。{note}",
    "correct": (
        "您的「{item}」有一份文书更正了，编号{number}。更正说明：{text}"
        "原来那份不再有效，请在办件页下载新的。"
    ),
    "revoke": "您的「{item}」有一份文书被撤销，编号{number}。理由：{text}",
    "inspection_invite": "您的「{item}」申请（编号{number}）要看一看现场，不用等人上门：{text}",
    "inspection_record": "您的「{item}」申请（编号{number}）：{text}",
    "inspection_cancel": "您的「{item}」申请（编号{number}）的云勘察取消了。原因：{text}",
    "reject": (
        "您的「{item}」申请没有通过，编号{number}。原因：{text}"
        "如有不同意见，可拨打12345或依法申请行政复议。"
    ),
}

log = logger("notices")


async def tell_of_change(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `cases.changed`. Writing the notice twice is kept from by its client id."""
    async with db.writing() as session:
        case = await cases.case_by_number(session, payload["number"])
        live = {"number": case.number, "status": case.status, "status_label": LABELS[case.status]}
        announce_after_commit(session, f"user:{case.user_id}", "case", live)
        announce_after_commit(
            session, "staff", "task", {"case_number": case.number, "state": case.status}
        )
        words = words_of(case, payload)
        if words is None:
            return
        mark = mark_of(payload)
        card = case_card(
            show_brief(case, (await cases.events_of(session, [case.number]))[-1]), words
        )
        body = Answer(intent=NOTICE, replies=[card]).model_dump(mode="json")
        applicant = viewer_of(await cases.applicant_of(session, case), case.channel)
        conversation = await repository.access_conversation(session, applicant)
        await say_by_itself(session, case.user_id, conversation.id, mark, words, body)
        addresses = await addresses_of(session, case.user_id)
    for address in addresses:
        await _send(wechat, address, case, words, mark)


def mark_of(payload: Payload) -> str:
    """The client id of a notice: the same move gives the same, in as many characters as fit."""
    moment = datetime.fromisoformat(payload["at"]).timestamp()
    return f"notice:{payload['number']}:{payload['act']}:{moment:.6f}"


def words_of(case: Case, payload: Payload) -> str | None:
    """The notice in words; None for moves the applicant made."""
    template = WORDS.get(payload["act"])
    if template is None:
        return None
    text = sentence(str(payload["text"]))
    due = f"预计{local(case.due_at):%Y年%-m月%-d日}前办结。" if case.due_at else ""
    return template.format(
        item=case.item_name,
        number=case.number,
        due=due,
        text=text or "请查看办件详情。",
        note=f"窗口说明：{text}" if text else "",
    )


async def _send(
    wechat: WeChatPort, address: UserAddress, case: Case, words: str, mark: str
) -> None:
    """One platform's refusal (not subscribed) never holds up the others; what the official
    account's chat does not take now comes with its next answer."""
    try:
        if address.platform == "wechat_official":
            chat = Chat(Account.OFFICIAL, address.address)
            await tell(wechat, chat, mark, words)
        else:
            values = {
                "thing1": case.item_name,
                "character_string2": case.number,
                "phrase3": LABELS[case.status][:5],
                "time4": f"{local(now()):%Y-%m-%d %H:%M}",
            }
            page = f"pages/case/index?number={case.number}"
            await send_if_let_through(wechat, address, "case", values, page)
    except OutsideRefused as refusal:
        log.info("notice_refused", platform=address.platform, code=refusal.platform_code)
    except GiveUp as refusal:
        log.info("notice_refused", platform=address.platform, code=str(refusal))
