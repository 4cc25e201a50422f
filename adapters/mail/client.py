"""SMTP (RFC 5321) with STARTTLS or TLS and a sign-in, by the address `smtp[s]://user:pass@host`.

Plain `smtp` turns to TLS where the server offers it; with a name and password it insists.
"""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from adapters.http import OutsideRefused, OutsideUnavailable
from adapters.mail.errors import LABEL, PLATFORM
from adapters.mail.port import Mail

ATTEMPTS, PAUSE_SECONDS = 2, 0.5
_GREETING_FAILED = 421


class SmtpClient:
    """One connection a mail; blocking calls run beside the event loop.

    Args:
        url: the server; empty means there is none, and every mail waits.
        sender: the address mails come from.
        timeout_seconds: patience with each answer of the server.
    """

    def __init__(self, url: str, sender: str, timeout_seconds: float) -> None:
        self._parts = urlsplit(url)
        self._sender = sender
        self._timeout = timeout_seconds

    async def send(self, mail: Mail) -> None:
        """See `MailPort.send`. A server that is away is asked once more at once."""
        if not self._parts.hostname:
            raise OutsideUnavailable(PLATFORM, "还没有设置邮件服务器（MAIL_URL），邮件先留着。")
        message = self._message(mail)
        for attempt in range(ATTEMPTS):
            try:
                return await asyncio.to_thread(self._hand_over, message, mail.to)
            except smtplib.SMTPResponseException as error:
                raise self._answered(error.smtp_code) from error
            except smtplib.SMTPRecipientsRefused as error:
                code = next(iter(error.recipients.values()), (550, b""))[0]
                raise self._answered(code) from error
            except (smtplib.SMTPException, OSError, ValueError) as error:
                if attempt + 1 == ATTEMPTS or isinstance(error, ValueError):
                    raise OutsideUnavailable(PLATFORM, f"{LABEL}没有应答，稍后会再发。") from error
                await asyncio.sleep(PAUSE_SECONDS)

    def _answered(self, code: int) -> Exception:
        if code >= 500:
            said = f"{LABEL}拒收（{code}），请核对收件地址。"
            return OutsideRefused(PLATFORM, str(code), said)
        return OutsideUnavailable(PLATFORM, f"{LABEL}暂时不收（{code}），稍后会再发。")

    def _hand_over(self, message: EmailMessage, to: str) -> None:
        with self._connect() as server:
            server.send_message(message, self._sender, [to])

    def _connect(self) -> Any:
        host, port = self._parts.hostname or "", self._parts.port or 0
        if self._parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=self._timeout, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, port or 25, timeout=self._timeout)
            server.ehlo()
            if self._parts.username or server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        return server

    def _message(self, mail: Mail) -> EmailMessage:
        """Raises: OutsideRefused for an address or subject that would break a header."""
        if any(c in "\r\n" for c in mail.to + mail.subject) or "@" not in parseaddr(mail.to)[1]:
            raise OutsideRefused(PLATFORM, "address", "收件地址不对，请核对。")
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, mail.to, mail.subject
        domain = self._sender.rpartition("@")[2].rstrip(">")
        message["Message-ID"] = f"<{mail.message_id}@{domain}>"
        message["Date"] = formatdate(localtime=False)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        for one in mail.attachments:
            kind, _, sub = one.media_type.partition("/")
            message.add_attachment(one.content, maintype=kind, subtype=sub, filename=one.name)
        return message
