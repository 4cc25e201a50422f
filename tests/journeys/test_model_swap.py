"""Real bots change places while people talk; what officers corrected reaches the next model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest

from foundation.demo import DEMO_PASSWORD, staff_accounts
from operations import slots
from operations.environment import child_environment
from operations.ledger import Ledger
from operations.place import API, ROOT, Place
from operations.steps import data_steps, run_lanes
from operations.system import RunningSystem
from tests.fixtures.environment import ORIGINAL
from tests.fixtures.ports import free_block

PATIENT = {**ORIGINAL, "BOT_TIMEOUT_SECONDS": "25"}
"""Two bots on a busy machine: what is proved is that no turn is lost, not how fast it is."""
NEEDED = ["valkey", "bot", "api", "worker", "search_writer", "beat"]
TALKERS = 3
SENTENCES = (
    "居住证怎么办",
    "护照要带什么材料",
    "社保卡在边度攞",
    "办这个要几多钱",
    "我想开个小餐馆",
)
WRONGLY_HEARD = "银纸几多先得"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A whole system of its own, with one version published before it started."""
    models = Path(ORIGINAL.get("MODELS_DIR") or ROOT / ".data" / "models")
    place = Place(tmp_path_factory.mktemp("swap"), free_block(), models_dir=models)
    place.make_folders()
    _an_earlier_version(place)
    with RunningSystem(place, NEEDED, PATIENT, meanwhile=partial(_prepare, place)):
        yield place


def _an_earlier_version(place: Place) -> None:
    ledger = Ledger(place)
    version = ledger.begin()
    version.state, version.shipped = "candidate", slots.shipped_fingerprint(place)
    ledger.keep(version, slots.shipped_model(place))
    ledger.save()


def _prepare(place: Place) -> None:
    environment = child_environment(place, PATIENT)
    run_lanes([replace(step, environment=environment) for step in data_steps(place)])


def operate(place: Place, *command: str) -> subprocess.CompletedProcess[str]:
    """What `make` calls, on this place."""
    environment = {
        **PATIENT,
        "DATA_DIR": str(place.data_dir),
        "PORT_BASE": str(place.port_base),
        "MODELS_DIR": str(place.models),
        "PATH": os.environ["PATH"],
    }
    return subprocess.run(
        [sys.executable, "-m", "operations", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


class Crowd:
    """People who talk without a pause until they are asked to stop."""

    def __init__(self, place: Place) -> None:
        self._server = place.url(API)
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._talk, args=(n,)) for n in range(TALKERS)]
        self.answers: list[tuple[str, str]] = []
        self.broken: list[str] = []

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def _talk(self, number: int) -> None:
        try:
            with guest(self._server) as http:
                turn = 0
                while not self._enough.is_set():
                    text = SENTENCES[(turn + number) % len(SENTENCES)]
                    answer = say(http, text, f"{number}-{turn}")
                    self.answers.append((answer["status"], answer["intent"]["name"]))
                    turn += 1
        except (httpx.HTTPError, LookupError) as error:
            self.broken.append(repr(error))


@contextmanager
def guest(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as http:
        opened = http.post("/api/v1/sessions", json={"channel": "guest"}).raise_for_status().json()
        http.headers["Authorization"] = f"Bearer {opened['token']}"
        yield http


@contextmanager
def staff(server: str, username: str) -> Iterator[httpx.Client]:
    """Somebody of the demonstration staff, signed in."""
    account = next(a for a in staff_accounts() if a.username == username)
    sign_in = {
        "username": username,
        "password": DEMO_PASSWORD,
        "otp": pyotp.TOTP(account.otp_secret).now(),
    }
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as http:
        token = http.post("/staff/v1/login", json=sign_in).raise_for_status().json()["token"]
        http.headers["Authorization"] = f"Bearer {token}"
        yield http


def say(http: httpx.Client, text: str, mark: str) -> Any:
    message = {"text": text, "client_message_id": mark}
    return http.post("/api/v1/chat/messages", json=message).raise_for_status().json()


def awake(place: Place) -> None:
    """The first turns after a start load what they need."""
    with guest(place.url(API)) as http:
        for turn in range(10):
            if say(http, "居住证怎么办", f"wake-{turn}")["status"] != "degraded":
                return
    pytest.fail("对话机器人一直没有应答")


def test_no_turn_is_lost_while_one_bot_takes_over_from_another_and_back(place: Place) -> None:
    awake(place)
    with Crowd(place) as crowd:
        there = operate(place, "bot-rollback", "--to", "1")
        after_one = len(crowd.answers)
        back = operate(place, "bot-rollback", "--to", "0")
    assert (there.returncode, back.returncode) == (0, 0), there.stderr + back.stderr
    assert "已换成第 1 版模型" in there.stdout
    assert crowd.broken == []
    assert 0 < after_one < len(crowd.answers), "people talked all the while"
    lost = [answer for answer in crowd.answers if answer[0] == "degraded" or answer[1] == "search"]
    assert lost == [], f"{len(lost)} of {len(crowd.answers)}"
    assert Ledger(place).running == 0
    assert (place.data_dir / "bot.address").read_text() == slots.address_of(place, slots.FIRST)


def test_what_two_officers_agreed_on_is_learnt_examined_and_shown(place: Place) -> None:
    awake(place)
    server = place.url(API)
    with guest(server) as http:
        message_id = say(http, WRONGLY_HEARD, "wrongly")["message_id"]
    path = f"/staff/v1/understanding/messages/{message_id}/correction"
    with staff(server, "zhengjw") as editor:
        wish = {"verdict": "act", "right_act": "ask_fee", "version": 0}
        editor.put(path, json=wish).raise_for_status()
    with staff(server, "huangwy") as supervisor:
        supervisor.post(f"{path}/review", json={"decision": "approve"}).raise_for_status()
        done = operate(place, "bot-candidate")
        shown = supervisor.get("/staff/v1/understanding/models").raise_for_status().json()
    version = shown["versions"][0]
    assert version["corrections"] == 1, done.stdout + done.stderr
    assert version["figures"].keys() == version["before"].keys()
    assert version["figures"]["act_accuracy.all"] > 0.85
    assert (version["state"], done.returncode) in (("candidate", 0), ("refused", 1))
    assert bool(version["reasons"]) == (version["state"] == "refused")
    assert shown["running"] == 0, "a candidate waits; nothing was published"
    assert shown["untrained"] == 0
    learnt = (place.data_dir / "training" / "corrections.yml").read_text("utf-8")
    assert WRONGLY_HEARD in learnt
    assert json.loads((place.data_dir / "models" / "versions.json").read_text())["running"] == 0
