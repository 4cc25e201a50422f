"""What a citizen does on the simulated phone, as the message WeChat makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.wechat.simulated_push import PushTarget, event_xml, message_xml, text_xml

TEXT_MAX = 2000


class WishInvalid(ValueError):
    """Nothing a phone could send; the text says what to type instead."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The pushed message, what the phone shows of it, and what it opens replies as."""

    xml: str
    shown: str
    opens: str


def read_wish(target: PushTarget, openid: str, body: Any) -> Wish:
    """What `{"text", "menu_id"?}`, `{"event", "event_key"?, "session_from"?}`, `{"kind", …}` do.

    Kinds: image (`media_id`?), voice (`recognition`?), video, location (`latitude`, `longitude`,
    `label`), link (`title`, `url`), miniprogrampage (`title`, `page`).

    Raises: WishInvalid; AttributeError where the body is no object.
    """
    if event := str(body.get("event", "")):
        return _event(target, openid, event, body)
    kind = str(body.get("kind", "text"))
    text = str(body.get("text", ""))
    if kind == "text":
        if not text.strip() or len(text) > TEXT_MAX:
            raise WishInvalid(f"请输入1至{TEXT_MAX}个字")
        return Wish(text_xml(target, openid, text, str(body.get("menu_id", ""))), text, "message")
    if kind not in _KINDS:
        raise WishInvalid(f"请选择：{'、'.join(_KINDS)}")
    shown, fields = _KINDS[kind](body)
    return Wish(message_xml(target, openid, {"MsgType": kind, **fields}), shown, "message")


def _event(target: PushTarget, openid: str, event: str, body: Mapping[str, Any]) -> Wish:
    xml = event_xml(target, openid, event, str(body.get("event_key", "")))
    if "session_from" in body:
        inside = f"<SessionFrom>{_escaped(str(body['session_from']))}</SessionFrom></xml>"
        xml = xml.replace("</xml>", inside)
    return Wish(xml, str(body.get("shown", "")), event)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _image(body: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    media_id = str(body.get("media_id", "media-1"))
    return "［图片］", {"PicUrl": "http://mmbiz.example/picture", "MediaId": media_id}


def _voice(body: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    heard = str(body.get("recognition", ""))
    fields = {"MediaId": "media-2", "Format": "amr"}
    return f"［语音］{heard}", {**fields, "Recognition": heard} if heard else fields


def _video(_body: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    return "［视频］", {"MediaId": "media-3", "ThumbMediaId": "media-4"}


def _location(body: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    label = str(body.get("label", ""))
    return f"［位置］{label}", {
        "Location_X": str(body.get("latitude", "")),
        "Location_Y": str(body.get("longitude", "")),
        "Scale": "16",
        "Label": label,
    }


def _link(body: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    title, url = str(body.get("title", "")), str(body.get("url", ""))
    return f"［链接］{title}", {"Title": title, "Description": "", "Url": url}


def _page(body: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    title, page = str(body.get("title", "")), str(body.get("page", ""))
    return f"［小程序］{title}", {"Title": title, "PagePath": page, "ThumbMediaId": "media-5"}


_KINDS: dict[str, Callable[[Mapping[str, Any]], tuple[str, dict[str, str]]]] = {
    "image": _image,
    "voice": _voice,
    "video": _video,
    "location": _location,
    "link": _link,
    "miniprogrampage": _page,
}
