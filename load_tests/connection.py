"""One kept-alive HTTP connection of one client.

The standard library's client, because it costs a tenth of a comfortable one: on a machine that
runs the measured system too, the measuring must not take the processor from it.
"""

from __future__ import annotations

import json
import time
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

_PATIENCE = 30
_KEPT_SECONDS = 4.0
"""Idle longer than that, a connection is opened anew: a server keeps it about five seconds."""


class CallFailed(RuntimeError):
    """The system did not answer as it should; the message says what was asked and what came."""


class Connection:
    """Sends JSON to one address and gives back JSON.

    Every call raises CallFailed when nobody answers, or with another status than 2xx.
    """

    def __init__(self, base_url: str, token: str = "") -> None:
        parts = urlsplit(base_url)
        self._http = HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE)
        self._headers = {"Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._used = time.monotonic()

    def get(self, path: str) -> Any:
        """The JSON at a path. Raises: CallFailed."""
        return self._call("GET", path, None)

    def post(self, path: str, body: Any) -> Any:
        """The JSON answer to a JSON request. Raises: CallFailed."""
        return self._call("POST", path, json.dumps(body))

    def close(self) -> None:
        self._http.close()

    def _call(self, method: str, path: str, body: str | None) -> Any:
        if time.monotonic() - self._used > _KEPT_SECONDS:
            self._http.close()
        try:
            self._http.request(method, path, body, self._headers)
            answer = self._http.getresponse()
            content = answer.read()
        except (OSError, HTTPException) as error:
            raise CallFailed(f"{path} 没有应答：{error!r}") from error
        self._used = time.monotonic()
        if not 200 <= answer.status < 300:
            raise CallFailed(f"{path} 应答 {answer.status}：{content.decode()[:300]}")
        return json.loads(content)
