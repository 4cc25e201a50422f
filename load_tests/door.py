"""A citizen's way into the system during a scenario: answers are looked at, not only counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from locust.clients import HttpSession
from locust.exception import RescheduleTask

Check = Callable[[Any], bool]


class Door:
    """Calls of one citizen, each measured under its step's name.

    A wrong status or a wrong content counts as a failure and ends this walk of the journey: what
    would follow could only fail for the same reason.
    """

    def __init__(self, client: HttpSession) -> None:
        self._client = client
        self.token = ""

    def call(
        self, step: str, method: str, path: str, expected: str, check: Check, **request: Any
    ) -> Any:
        """The JSON answer of one call.

        Args:
            step: the name it is counted under.
            expected: what the answer must be, in words, for the failure message.
            check: whether the answer is that.

        Raises:
            RescheduleTask: the answer was another one.
        """
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= request.pop("headers", {})
        with self._client.request(
            method, path, name=step, headers=headers, catch_response=True, **request
        ) as response:
            arrived = 200 <= response.status_code < 300
            body = response.json() if arrived else None
            if arrived and check(body):
                return body
            seen = (response.text or str(response.error))[:300]
            response.failure(f"应为：{expected}；实为 {response.status_code} {seen}")
        raise RescheduleTask

    def say(self, step: str, expected: str, check: Check, **message: Any) -> Any:
        """One message of the conversation (`text`, or `payload` with the button's title)."""
        body = {**message, "client_message_id": uuid4().hex}
        return self.call(step, "POST", "/api/v1/chat/messages", expected, check, json=body)

    def follow(self, step: str, url: str) -> str:
        """Where a redirect leads. Raises: RescheduleTask when it is none."""
        with self._client.get(
            url, name=step, allow_redirects=False, catch_response=True
        ) as response:
            if response.status_code == 302:
                return str(response.headers["location"])
            response.failure(f"应为：带着登录码返回；实为 {response.status_code}")
        raise RescheduleTask
