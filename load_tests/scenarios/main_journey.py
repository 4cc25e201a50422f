"""From one sentence to an accepted case: guest, guidance, sign-on, draft, files, receipt, chat."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from itertools import cycle
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from locust import HttpUser, between, task

from load_tests.config import LoadConfig
from load_tests.documents import jpeg, pdf
from load_tests.door import Check, Door
from load_tests.restaurant import (
    ACCOUNTS,
    ANSWERS,
    FORM,
    ITEM_NAME,
    OPENING_WORDS,
    PROGRESS_WORDS,
)

_CONFIG = LoadConfig.from_environment()
_PREREVIEW_SECONDS = 30
_accounts = cycle(ACCOUNTS)
_numbers: dict[str, set[str]] = defaultdict(set)
"""Cases opened in this load, by account: citizens who share an account share its progress."""


class MainJourney(HttpUser):
    """One citizen who opens a small restaurant, again and again."""

    host = _CONFIG.base_url
    wait_time = between(0.5, 1.5)

    @task
    def open_a_restaurant(self) -> None:
        door = Door(self.client)
        become_guest(door)
        run_id = answer_by_buttons(door, ask_what_is_needed(door))
        account = sign_in(door)
        number = open_draft(door, run_id)
        _numbers[account].add(number)
        fill_form(door, number)
        upload_materials(door, number)
        have_it_reviewed(door, number)
        submit_twice(door, number)
        ask_for_progress(door, account)


def become_guest(door: Door) -> None:
    answer = door.call(
        "01 访客会话", "POST", "/api/v1/sessions", "访客会话",
        lambda body: body["user"]["kind"] == "guest", json={"channel": "guest"},
    )  # fmt: skip
    door.token = answer["token"]


def ask_what_is_needed(door: Door) -> str:
    """The payload of the button that starts guidance."""
    answer = door.say(
        "02 说一句话", f"由对话机器人答出「{ITEM_NAME}」，带导办按钮",
        lambda body: body["status"] == "answered" and body["items"][0]["name"] == ITEM_NAME
        and _button(body, "/guidance_start") is not None,
        text=OPENING_WORDS,
    )  # fmt: skip
    return _button(answer, "/guidance_start") or ""


def answer_by_buttons(door: Door, start: str) -> str:
    """Answer until the list of materials is there; returns the run's id."""
    answer = door.say(
        "03 开始导办", "第一个问题", lambda body: _card(body, "question") is not None, payload=start
    )
    while card := _card(answer, "question"):
        question, run_id = card["question"]["id"], card["run_id"]
        if question not in ANSWERS:
            raise LookupError(f"restaurant.py 没有「{question}」的回答")
        arguments = {"run_id": run_id, "question_id": question, "value": ANSWERS[question]}
        answer = door.say(
            "04 按钮回答", "下一个问题或材料清单", _moved_on(question),
            payload=f"/guidance_answer{json.dumps(arguments)}",
        )  # fmt: skip
    return str(_card(answer, "materials")["run_id"])


def sign_in(door: Door) -> str:
    """Sign in as the next demonstration account; what the guest began stays. Returns its name."""
    channel, account = next(_accounts)
    back = f"{_CONFIG.base_url}/app/"
    page = door.call(
        "05 登录地址", "GET",
        f"/api/v1/sessions/sign_on?{urlencode({'channel': channel, 'redirect_uri': back})}",
        "统一身份认证模拟器的地址",
        lambda body: body["url"].startswith(_CONFIG.simulators_url),
    )  # fmt: skip
    returned = door.follow("06 统一身份认证", f"{page['url']}&{urlencode({'account': account})}")
    code = parse_qs(urlsplit(returned).query)["code"][0]
    answer = door.call(
        "07 登录", "POST", "/api/v1/sessions", "已登录的会话",
        lambda body: body["user"]["kind"] in {"citizen", "enterprise"},
        json={"channel": channel, "code": code, "redirect_uri": back},
    )  # fmt: skip
    door.token = answer["token"]
    return account


def open_draft(door: Door, run_id: str) -> str:
    """Open the draft of the guidance run begun as a guest; returns the case's number."""
    run = door.call(
        "08 导办结果", "GET", f"/api/v1/guidance/runs/{run_id}", "访客时答完的导办",
        lambda body: body["result"]["eligible"] is True,
    )  # fmt: skip
    case = door.call(
        "09 开草稿", "POST", "/api/v1/cases", "这次导办的草稿",
        lambda body: body["status"] == "draft" and len(body["answers"]) == len(ANSWERS),
        json={"item_code": run["item_code"], "guidance_run_id": run_id},
        headers={"Idempotency-Key": uuid4().hex},
    )  # fmt: skip
    return str(case["number"])


def fill_form(door: Door, number: str) -> None:
    door.call(
        "10 填表", "PATCH", f"/api/v1/cases/{number}", "每一项都保存且没有差错",
        lambda body: not body["form_errors"] and FORM.items() <= body["form"].items(),
        json={"form": FORM},
    )  # fmt: skip


def upload_materials(door: Door, number: str) -> None:
    """A file for every required material: PDF where it may be, each second one a JPEG."""
    case = door.call(
        "11 看草稿", "GET", f"/api/v1/cases/{number}", "要交的材料",
        lambda body: any(m["required"] for m in body["materials"]),
    )  # fmt: skip
    required = [m for m in case["materials"] if m["required"]]
    for index, material in enumerate(required):
        words = f"{number} {material['id']}"
        as_photo = index % 2 == 1 and "jpg" in material["accept"]
        file = ("page.jpg", jpeg(words)) if as_photo else ("page.pdf", pdf(words))
        path = f"/api/v1/cases/{number}/materials/{material['id']}"
        door.call("12 上传材料", "PUT", path, "收下一个文件", _holds_one, files={"file": file})


def have_it_reviewed(door: Door, number: str) -> None:
    """Ask for the automatic pre-review and wait until a worker has done it."""
    path = f"/api/v1/cases/{number}/prereview"
    door.call("13 开始预审", "POST", path, "预审已开始", lambda body: bool(body["status"]))
    deadline = time.monotonic() + _PREREVIEW_SECONDS
    while time.monotonic() < deadline:
        review = door.call(
            "14 看预审", "GET", path, "预审中，或者通过",
            lambda body: body["status"] == "running" or body["verdict"] != "fail",
        )  # fmt: skip
        if review["status"] == "done":
            return
        time.sleep(0.5)
    door.call(
        "14 看预审", "GET", path, f"{_PREREVIEW_SECONDS} 秒内预审完",
        lambda body: body["status"] == "done",
    )  # fmt: skip


def submit_twice(door: Door, number: str) -> None:
    """Two presses give one receipt, and the timeline moves."""
    path = f"/api/v1/cases/{number}/submit"
    first = door.call(
        "15 提交", "POST", path, "受理回执",
        lambda body: body["status"] == "submitted" and bool(body["receipt"]["number"]),
    )  # fmt: skip
    door.call(
        "16 再按一次提交", "POST", path, "同一张回执",
        lambda body: body["receipt"]["number"] == first["receipt"]["number"],
    )  # fmt: skip
    door.call(
        "17 看办件", "GET", f"/api/v1/cases/{number}", "已提交，流转里有提交",
        lambda body: body["status"] == "submitted" and len(body["timeline"]) >= 2,
    )  # fmt: skip


def ask_for_progress(door: Door, account: str) -> None:
    def is_mine(body: Any) -> bool:
        card = _card(body, "case")
        return card is not None and card["number"] in _numbers[account] and card["status_label"]

    door.say("18 问进度", "自己的办件和它的状态", is_mine, text=PROGRESS_WORDS)


def _holds_one(material: Any) -> bool:
    return len(material["files"]) == 1 and material["files"][0]["size"] > 0


def _moved_on(question: str) -> Check:
    """A check: the answer was taken, and another question or the list of materials came."""

    def check(body: Any) -> bool:
        card = _card(body, "question")
        if card is not None:
            return bool(card["question"]["id"] != question)
        return bool((_card(body, "materials") or {}).get("result", {}).get("materials"))

    return check


def _card(body: Any, kind: str) -> Any:
    """The data of the answer's first reply of a kind."""
    return next((r["data"] for r in body["replies"] if r["kind"] == kind), None)


def _button(body: Any, command: str) -> str | None:
    payloads = (b["payload"] for r in body["replies"] for b in r["buttons"])
    return next((p for p in payloads if p.startswith(command)), None)
