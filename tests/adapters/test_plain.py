"""The transport to a process beside us: connections kept open, answers that break off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from adapters.plain import PlainTransport
from tests.adapters.conftest import PATIENT_SECONDS

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Server:
    """Answers every request with `answer`, byte for byte; then hangs up if it `is_curt`."""

    def __init__(self) -> None:
        self.answer, self.is_curt = OK, False
        self.connections, self.heard = 0, list[bytes]()
        self.was_asked = asyncio.Event()
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next((h for h in head.split(b"\r\n") if b"Content-Length" in h), b"0")
                self.heard.append(head + await reader.readexactly(int(length.split()[-1])))
                self.was_asked.set()
                writer.write(self.answer)
                if self.is_curt:
                    break
        except asyncio.IncompleteReadError:
            pass
        writer.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    async with _listening(made.serve) as address:
        made.address = address
        yield made


@asynccontextmanager
async def _listening(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[str]:
    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    listener.close()


@pytest.fixture
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=PlainTransport(), base_url=server.address) as client:
        yield client


async def test_a_connection_is_kept_for_the_next_call(
    server: Server, client: httpx.AsyncClient
) -> None:
    for words in ("one", "two"):
        answer = await client.post("/talk?x=1", content=words)
        assert (answer.status_code, answer.text) == (200, "ok")
    assert server.connections == 1
    assert server.heard[0].startswith(b"POST /talk?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert server.heard[1].endswith(b"\r\n\r\ntwo")


async def test_calls_at_once_have_connections_of_their_own(
    server: Server, client: httpx.AsyncClient
) -> None:
    answers = await asyncio.gather(*(client.get("/") for _ in range(3)))
    assert [answer.text for answer in answers] == ["ok"] * 3
    assert server.connections == 3


async def test_an_answer_in_chunks_is_put_together(
    server: Server, client: httpx.AsyncClient
) -> None:
    server.answer = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
    )
    assert (await client.get("/")).text == "abc"


async def test_a_server_that_hangs_up_is_called_anew(
    server: Server, client: httpx.AsyncClient
) -> None:
    server.is_curt = True
    assert (await client.get("/")).text == "ok"
    await asyncio.sleep(0.05)
    assert (await client.get("/")).text == "ok"
    assert server.connections == 2


async def test_a_server_that_wants_no_more_is_left(
    server: Server, client: httpx.AsyncClient
) -> None:
    server.answer = OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    for _ in range(2):
        assert (await client.get("/")).text == "ok"
    assert server.connections == 2


@pytest.mark.parametrize("answer", [b"", OK[:-1], b"what?\r\n\r\n"])
async def test_an_answer_that_breaks_off_is_an_error(
    server: Server, client: httpx.AsyncClient, answer: bytes
) -> None:
    server.answer, server.is_curt = answer, True
    with pytest.raises(httpx.TransportError):
        await client.get("/")


async def test_nobody_there_is_an_error() -> None:
    async with httpx.AsyncClient(transport=PlainTransport()) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("http://127.0.0.1:9/")


async def test_a_call_given_up_leaves_no_connection_behind(
    server: Server, client: httpx.AsyncClient
) -> None:
    server.answer = b""
    given_up = asyncio.create_task(client.get("/"))
    async with asyncio.timeout(PATIENT_SECONDS):
        await server.was_asked.wait()
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    server.answer = OK
    assert (await client.get("/")).text == "ok"
    assert server.connections == 2
