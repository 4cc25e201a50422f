"""Mail over a real socket: taken whole, put off, refused, not answered, never a broken header."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.http import OutsideRefused, OutsideUnavailable
from adapters.mail.client import SmtpClient
from adapters.mail.port import Attachment, Mail
from adapters.mail.simulator import MailSimulator
from tests.adapters.conftest import PATIENT_SECONDS, QUICK_SECONDS

SENDER = "天河智慧政务 <noreply@tianhe.example>"


@pytest.fixture
async def mailbox() -> AsyncIterator[tuple[MailSimulator, SmtpClient]]:
    simulator = MailSimulator()
    async with simulator.listening("127.0.0.1", 0) as port:
        yield simulator, SmtpClient(f"smtp://127.0.0.1:{port}", SENDER, PATIENT_SECONDS)


def mail(to: str, text: str = "您好\n.\n..点开头的行\n") -> Mail:
    sheet = Attachment("办件日报.pdf", "application/pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40)
    return Mail("report-1", to, "办件日报（2026-03-02）", text, (sheet,))


async def test_a_mail_arrives_whole(mailbox: tuple[MailSimulator, SmtpClient]) -> None:
    simulator, client = mailbox
    await client.send(mail("huang@tianhe.example"))
    (taken,) = simulator.taken
    assert taken.to == "huang@tianhe.example"
    assert taken.message["Subject"] == "办件日报（2026-03-02）"
    assert taken.message["Message-ID"] == "<report-1@tianhe.example>"
    body = taken.message.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["您好", ".", "..点开头的行"]
    (part,) = taken.message.iter_attachments()
    assert part.get_payload(decode=True) == mail("x@y").attachments[0].content
    transport = httpx.ASGITransport(simulator.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://mail") as browser:
        assert "办件日报" in (await browser.get("/")).text
        assert "点开头的行" in (await browser.get("/0")).text
        assert (await browser.get("/0/0")).content.startswith(b"%PDF")
        assert (await browser.get("/7")).status_code == 404


async def test_a_server_that_puts_off_is_asked_again(
    mailbox: tuple[MailSimulator, SmtpClient],
) -> None:
    simulator, client = mailbox
    with pytest.raises(OutsideUnavailable):
        await client.send(mail("later@tianhe.example"))
    await client.send(mail("later@tianhe.example"))
    assert len(simulator.taken) == 1


@pytest.mark.parametrize("to", ["refuse@x.cn", "nobody", "a@b.cn\r\nBcc: c@d.cn"])
async def test_what_will_never_go_is_refused(
    mailbox: tuple[MailSimulator, SmtpClient], to: str
) -> None:
    with pytest.raises(OutsideRefused):
        await mailbox[1].send(mail(to))
    assert not mailbox[0].taken


async def test_no_answer_is_no_end() -> None:
    async with MailSimulator().listening("127.0.0.1", 0) as port:
        hasty = SmtpClient(f"smtp://127.0.0.1:{port}", SENDER, QUICK_SECONDS)
        with pytest.raises(OutsideUnavailable):
            await hasty.send(mail("slow@x.cn"))
    for url in ("", "smtp://127.0.0.1:9"):
        with pytest.raises(OutsideUnavailable):
            await SmtpClient(url, SENDER, PATIENT_SECONDS).send(mail("a@b.cn"))
