"""A QR code scanned in WeChat: what it stands for is opened in the talk."""

from __future__ import annotations

from flows.cases import service as cases
from flows.codes.service import CodeUnknown, Destination
from flows.conversations.item_talk import tell_about
from flows.conversations.replies import command, text
from flows.conversations.turn import CASE, Turn
from flows.conversations.views import Button
from flows.halls.scanning import open_code_in

COUNTER = "counter"


async def open_code(turn: Turn, token: str) -> None:
    """Go on with what the code stands for; a code that is not ours is said to be so."""
    try:
        destination = await open_code_in(turn.session, token, "wechat")
    except CodeUnknown as unknown:
        turn.say(text(unknown.detail), status="clarify")
        return
    if destination.kind == "item":
        turn.items = []
        await tell_about(turn, "ask_how_to", destination.item_code)
    elif destination.kind == "case":
        await _open_case(turn, destination)
    elif destination.kind == "counter":
        _open_counter(turn, destination)
    else:
        turn.say(text(f"您扫的是「{destination.title}」，点这里打开：{destination.url}"))


async def _open_case(turn: Turn, destination: Destination) -> None:
    number = destination.title.removeprefix("办件")
    if turn.viewer.is_guest:
        button = Button(title="去登录", payload=command("sign_in"))
        turn.say(text(f"您扫的是办件{number}的码。登录后才能看进度，只有申请人看得到。", button))
        return
    case = await cases.look_at_case(turn.session, turn.viewer, number)
    turn.remember(**{CASE: case.number})
    button = Button(title="查看办件", payload=command("case_show", number=case.number))
    turn.say(
        text(f"您扫的是办件{case.number}，{case.item.name}，现在是：{case.status_label}。", button)
    )


def _open_counter(turn: Turn, destination: Destination) -> None:
    turn.remember(**{COUNTER: destination.title})
    turn.say(
        text(
            f"您在大厅{destination.title}。要办什么事，先告诉我，我帮您看材料齐不齐；"
            "轮到您时直接交给窗口就行。",
            Button(title="查我的办件", payload=command("case_list")),
            Button(title="找人工", payload=command("human")),
        )
    )
