"""What a crowd's figures and transcripts are judged by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Thread
from typing import Any

import pytest

from load_tests.config import LoadConfig
from load_tests.connection import Connection
from load_tests.crowd import verdicts
from load_tests.guests import Guest
from load_tests.talking import Citizen, Turn, Way, faults_of_transcript

Kept = list[dict[str, str]]


class _History(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({"items": self.server.kept, "next": None}).encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _History) as serving:
        Thread(target=serving.serve_forever, daemon=True).start()
        yield serving
        serving.shutdown()


def line(direction: str, name: str) -> dict[str, str]:
    return {"id": name, "direction": direction, "text": name}


GREETING = [line("in", "您好"), line("out", "a0")]
GOOD = [line("in", "一"), line("out", "a1"), line("in", "二"), line("out", "a2")]


@pytest.mark.parametrize(
    ("kept", "faults"),
    [
        (GOOD, 0),
        (GOOD[:3], 1),  # an answer is lost
        (GOOD[:2], 2),  # a turn is lost
        ([*GOOD, *GOOD[2:]], 2),  # a turn stands twice
        ([*GOOD[2:], *GOOD[:2]], 2),  # in another order
        ([*GOOD[:3], line("out", "a9")], 1),  # somebody else's answer
    ],
)
def test_a_transcript_tells_what_was_lost_doubled_or_crossed(
    server: ThreadingHTTPServer, kept: Kept, faults: int
) -> None:
    server.kept = GREETING + kept  # type: ignore[attr-defined]
    address = f"http://127.0.0.1:{server.server_port}"
    config = LoadConfig.from_environment({"BASE_URL": address})
    guest = Guest(Connection(address), "", "")
    said = [("一", "a1"), ("二", "a2")]
    citizen = Citizen(config, guest, "", {}, Random(1), said=said)
    assert len(faults_of_transcript(citizen)) == faults


def turns(**seconds: float) -> list[Turn]:
    ways: dict[str, Way] = {"button": "button", "words": "words", "rasa": "rasa"}
    return [Turn(ways[way], 0, took) for way, took in seconds.items() for _ in range(20)]


@pytest.mark.parametrize(
    ("measured", "faults", "kept"),
    [
        (turns(button=0.15, words=0.125, rasa=0.1), [], [True, True, True, True]),
        (turns(button=0.151, words=0.1, rasa=0.1), [], [False, True, True, True]),
        (turns(button=0.1, words=0.126, rasa=0.1), [], [True, False, False, True]),
        (turns(button=0.1, words=0.1, rasa=0.1), ["一轮丢失"], [True, True, True, False]),
    ],
)
def test_each_promise_is_judged_by_itself(
    measured: list[Turn], faults: list[str], kept: list[bool]
) -> None:
    assert [is_kept for _, is_kept in verdicts(measured, faults)] == kept
