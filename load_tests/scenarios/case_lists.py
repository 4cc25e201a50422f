"""Staff at their lists on a running demonstration.

`python -m locust -f load_tests/scenarios/case_lists.py`

One demonstration officer signs in once (a one-time code works once), and everybody works with that
session; a person asks every two to four seconds. How it goes over a million cases measures
`python -m benchmarks.case_lists`.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import httpx
import pyotp
from locust import HttpUser, between, task

from load_tests.config import LoadConfig

_CONFIG = LoadConfig.from_environment()
_OFFICER = {"username": "chenxm", "password": "Tianhe@2026"}
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_WORDS = ("食品经营", "天河北路", "陈大文", "平面图")


@cache
def _token() -> str:
    """The officer's session, opened once for all."""
    body = {**_OFFICER, "otp": pyotp.TOTP(_SECRET).now()}
    answer = httpx.post(f"{_CONFIG.base_url}/staff/v1/login", json=body, trust_env=False)
    answer.raise_for_status()
    return str(answer.json()["token"])


class StaffAtLists(HttpUser):
    """To-do, claimed, all cases page after page, search, the one box."""

    host = _CONFIG.base_url
    wait_time = between(2, 4)
    after = ""

    def on_start(self) -> None:
        self.client.headers["Authorization"] = f"Bearer {_token()}"

    def _list(self, path: str, name: str, **query: Any) -> Any:
        return self.client.get(f"/staff/v1/{path}", params=query, name=name).json()

    @task(5)
    def to_do(self) -> None:
        self._list("tasks", "to-do", warning=random.choice(("", "any")))

    @task(2)
    def mine(self) -> None:
        self._list("tasks", "mine or done", state=random.choice(("mine", "done")))

    @task(4)
    def cases(self) -> None:
        """The first page, then on from where it ended."""
        page = self._list("cases", "cases, a page", cursor=self.after)
        self.after = page.get("next") or ""

    @task(3)
    def search(self) -> None:
        self._list("cases", "cases by words", q=random.choice(_WORDS))

    @task(1)
    def everywhere(self) -> None:
        self._list("lookup", "the one box", q=random.choice(_WORDS))
