"""Elder mode by words: larger type, read aloud, one thing at a time, and back again."""

from __future__ import annotations

import re

from flows.conversations.turn import Turn
from flows.conversations.views import Reply
from knowledge_base.search.normalise import normalise

_LESS = re.compile(
    r"恢复|正常|普通版|普通模式|标准|退出|取消|关掉|关闭|变小|小一点|小点|缩小|太大|不用放大|变回"
)
_ALOUD = re.compile(r"读|念|听|朗读|播|语音|声音|讲出来|说出来|讲给我|讲畀我")
_SILENT = re.compile(r"(?:别|不要|不用|停|关|唔使).{0,3}(?:读|念|播|声音|语音|朗读)")


def change_display(turn: Turn) -> None:
    """Tell the client what to change; a channel that cannot change says how it is said there."""
    said = normalise(turn.text)
    if _SILENT.search(said):
        wanted, words = {"read_aloud": False}, "好的，不再读出来了。想听的时候说「读给我听」。"
    elif _ALOUD.search(said):
        wanted, words = {"read_aloud": True}, "好的，我读给您听。说「不用读了」就停。"
    elif _LESS.search(said):
        wanted = {"elder": False, "read_aloud": False}
        words = "好的，已恢复标准字体。需要大字时说「放大字体」。"
    else:
        wanted = {"elder": True}
        words = (
            "好的，已换成大字，一次只问一件事。"
            "说「读给我听」我可以读出来；说「恢复正常字体」就变回来。"
        )
    turn.say(Reply(kind="text", text=words, data={"display": wanted}))
