"""A small SMTP server with a page that shows its mailbox (RFC 5321, as much as clients speak).

Chosen names before the @ make it difficult: `refuse` is refused (550), `later` is put off the
first time (451), `slow` is not answered in time.
"""

from __future__ import annotations

import asyncio
import email
import html
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from foundation.clock import local, now

_PAGE = Path(__file__).with_name("mailbox.html")
MOST = 200
LONGEST_LINE = 2**16


@dataclass
class Taken:
    """A mail as it came, to whom, and when (Guangzhou's clock)."""

    to: str
    at: str
    message: EmailMessage


@dataclass
class MailSimulator:
    """`taken` are the mails, the latest last. `slow_seconds`: how long `slow` is kept waiting."""

    slow_seconds: float = 30.0
    taken: list[Taken] = field(default_factory=list)
    _put_off: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def listening(self, host: str, port: int) -> AsyncIterator[int]:
        """The SMTP server while the block lasts; gives its port (0 chooses a free one)."""
        server = await asyncio.start_server(self._serve, host, port, limit=LONGEST_LINE)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()

    def app(self) -> Starlette:
        """The mailbox as pages."""
        return Starlette(
            routes=[
                Route("/", self._list),
                Route("/{number:int}", self._one),
                Route("/{number:int}/{part:int}", self._file),
            ]
        )

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            return
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 tianhe.example ESMTP")
        to: list[str] = []
        while line := (await reader.readline()).decode("utf-8", "replace").strip():
            verb = line[:4].upper()
            if verb in ("EHLO", "HELO"):
                await say("250-tianhe.example\r\n250-8BITMIME\r\n250 SMTPUTF8")
            elif verb == "RCPT":
                await say(await self._invited(line, to))
            elif verb == "DATA" and to:
                await say("354 go on")
                self._take(to, await _content(reader))
                to = []
                await say("250 taken")
            elif verb == "QUIT":
                return await say("221 bye")
            else:
                await say("250 ok" if verb in ("MAIL", "RSET", "NOOP") else "502 not known")

    async def _invited(self, line: str, to: list[str]) -> str:
        address = line.partition(":")[2].split(" ")[0].strip("<> ")
        name = address.partition("@")[0]
        if name == "refuse":
            return "550 no such mailbox"
        if name == "later" and address not in self._put_off:
            self._put_off.add(address)
            return "451 later please"
        if name == "slow":
            await asyncio.sleep(self.slow_seconds)
        to.append(address)
        return "250 ok"

    def _take(self, to: list[str], content: bytes) -> None:
        message = email.message_from_bytes(content, policy=policy.default)
        at = f"{local(now()):%Y-%m-%d %H:%M:%S}"
        self.taken += [Taken(address, at, message) for address in to]
        del self.taken[:-MOST]

    async def _list(self, _request: Request) -> Response:
        rows = "".join(
            f'<li><a href="{n}">{html.escape(str(mail.message["Subject"]))}</a>'
            f"<span>{html.escape(mail.to)} · {mail.at}</span></li>"
            for n, mail in reversed(list(enumerate(self.taken)))
        )
        return self._page("信箱", f"<ul>{rows}</ul>" if rows else "<p>还没有邮件。</p>")

    async def _one(self, request: Request) -> Response:
        mail = self._mail(request)
        if mail is None:
            return Response("没有这封邮件", 404)
        body = mail.message.get_body(("plain",))
        text = html.escape(body.get_content()) if body else ""
        at = request.path_params["number"]
        files = "".join(
            f'<li><a href="{at}/{n}">{html.escape(part.get_filename() or "")}</a></li>'
            for n, part in enumerate(mail.message.iter_attachments())
        )
        told = f"<p>收件：{html.escape(mail.to)} · {mail.at}</p><pre>{text}</pre><ul>{files}</ul>"
        return self._page(str(mail.message["Subject"]), f'<p><a href=".">返回</a></p>{told}')

    async def _file(self, request: Request) -> Response:
        mail = self._mail(request)
        parts = list(mail.message.iter_attachments()) if mail else []
        at = request.path_params["part"]
        if at >= len(parts):
            return Response("没有这个附件", 404)
        content = parts[at].get_payload(decode=True)
        return Response(cast(bytes, content), media_type=parts[at].get_content_type())

    def _mail(self, request: Request) -> Taken | None:
        at: int = request.path_params["number"]
        return self.taken[at] if at < len(self.taken) else None

    def _page(self, title: str, body: str) -> Response:
        page = _PAGE.read_text("utf-8")
        return HTMLResponse(page.replace("{title}", html.escape(title)).replace("{body}", body))


async def _content(reader: asyncio.StreamReader) -> bytes:
    """The lines up to the lonely dot; a leading dot was doubled by the sender."""
    lines = []
    while (line := await reader.readline()) not in (b".\r\n", b""):
        lines.append(line[1:] if line.startswith(b"..") else line)
    return b"".join(lines)
