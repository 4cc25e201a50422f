"""Asks addresses whether they are still there. Only public ones: content is written by people."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from adapters.http import OutsideError, OutsideHttp, OutsideRefused
from adapters.links.port import Look

_PLATFORM, _LABEL = "links", "链接所在网站"
_NO_HEAD = {"http_403", "http_405", "http_501"}
"""Answers of sites that are there but do not like to be asked this way."""


class LinkClient:
    """One look is one HEAD request; addresses inside our own network are refused.

    Args:
        timeout_seconds: patience with one address.
        allows_private: for trials, where the addresses asked are those of this machine.
    """

    def __init__(self, timeout_seconds: float, *, allows_private: bool = False) -> None:
        self._timeout = timeout_seconds
        self._allows_private = allows_private

    async def look(self, url: str) -> Look:
        """See `LinkPort.look`."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return Look(False, "不是网页地址")
        if not self._allows_private and await _is_private(parts.hostname):
            return Look(False, "地址无法解析，或指向内部网络")
        origin = f"{parts.scheme}://{parts.netloc}"
        path = parts.path or "/"
        if parts.query:
            path += f"?{parts.query}"
        async with OutsideHttp(_PLATFORM, _LABEL, origin, self._timeout, attempts=1) as http:
            try:
                response = await http.request("HEAD", path)
            except OutsideRefused as refused:
                if refused.platform_code in _NO_HEAD:
                    return Look(True, "能打开（网站不允许自动检查）")
                return Look(False, f"网站回答{refused.platform_code.removeprefix('http_')}")
            except OutsideError:
                return Look(False, "没有响应")
        return Look(True, f"能打开（{response.status_code}）")


async def _is_private(host: str) -> bool:
    """Whether a name leads nowhere, or to an address that is not of the public network."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return True
    return any(not ipaddress.ip_address(info[4][0]).is_global for info in found)
