"""What every refusal must look like (RFC 9457), wherever it comes from."""

from __future__ import annotations

from typing import Any

import httpx


def problem(response: httpx.Response, status: int, code: str | None = None) -> Any:
    """The problem document, proved: media type, members, and a Chinese sentence to act on."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert {"type", "title", "status", "detail", "code", "trace_id"} <= set(body)
    assert body["status"] == status
    assert any("\u4e00" <= c <= "\u9fff" for c in body["title"])
    assert any("\u4e00" <= c <= "\u9fff" for c in body["detail"])
    assert code in (None, body["code"]), body
    return body
