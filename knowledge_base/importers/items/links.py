"""Web addresses: made whole, kept with their parameters, and told of what should not be in them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from knowledge_base.importers.items.reading import Reading, as_text, doubtful, nothing, said
from knowledge_base.importers.items.text import clean_line, is_nothing

LONGEST = 2000
SECRET = 8
"""Characters from which on a parameter can be anybody's session; `sid=660` cannot."""
_URL = re.compile(r"https?://[^\s，。；、（）《》“”]+", re.I)
_BARE = re.compile(r"^(?:www\.)?(?:[a-z0-9-]+\.)+(?:cn|com|net|org|gov)(?:[:/?#]\S*)?$", re.I)
_SESSION = re.compile(
    r"token|ticket|session|^sid$|auth_?code|grant_?code|passw|secret|signature|^sign$|api_?key",
    re.I,
)


def read_link(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """The address, ASCII only; session-like parameters stay in it and are reported."""
    if is_nothing(value):
        return nothing("原文没有网址")
    cleaned = clean_line(as_text(value))
    text, done, doubts = cleaned.text, list(cleaned.repairs), []
    if _BARE.match(text):
        text, done = f"http://{text}", [*done, "补上 http://"]
    found = _URL.findall(text)
    if not found:
        return doubtful(None, "不是网址")
    if len(found) > 1 or found[0] != text:
        done.append("只取其中的网址" if len(found) == 1 else "有几个网址，取第一个")
    url = quote(found[0], safe="%/:?#[]@!$&'()*+,;=-._~")
    if url != found[0]:
        done.append("非英文字符按网址规则转写")
    if len(url) > LONGEST:
        return doubtful(None, f"网址长{len(url)}字，超过{LONGEST}字")
    doubts += _doubts_of(url)
    return doubtful(url, "，".join([*doubts, *done])) if doubts else said(url, done)


def _doubts_of(url: str) -> list[str]:
    """What makes an address unfit to be shown to everybody."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ["网址写法有误"]
    doubts = [] if host else ["网址没有主机名"]
    carried = [
        name for name, held in _parameters(url) if len(held) >= SECRET and _SESSION.search(name)
    ]
    if carried:
        doubts.append(f"带有登录或会话参数{'、'.join(dict.fromkeys(carried))}，可能已失效")
    if parts.username:
        doubts.append("网址里写着用户名")
    if _is_inside(host):
        doubts.append("是内部网络的地址，外面打不开")
    return doubts


def _parameters(url: str) -> list[tuple[str, str]]:
    """Those of the query, of the part behind `#` (pages drawn by scripts) and of `;name=value`."""
    query, _, fragment = url.partition("?")[2].partition("#")
    behind = (fragment or url.partition("#")[2]).partition("?")[2]
    semicolons = re.findall(r";(\w+)=([^;/?#]*)", url.partition("?")[0])
    return [*parse_qsl(query), *parse_qsl(behind), *semicolons]


def _is_inside(host: str) -> bool:
    if host == "localhost" or host.endswith(".local"):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
