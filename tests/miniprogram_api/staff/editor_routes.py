"""Every route of the editors with the permission it needs; read by the tests of who may call it."""

from __future__ import annotations

from typing import Any

_K, _S = "/staff/v1/knowledge", "/staff/v1/search"
_C, _U = "/staff/v1/consultations", "/staff/v1/understanding"
_CORRECTION = f"{_U}/messages/{{message_id}}/correction"

OF_EDITORS: list[tuple[str, str, Any, str]] = [
    ("GET", _K, None, "knowledge.view"),
    ("POST", _K, {"shape": "faq", "body": {"id": "x_y"}}, "knowledge.edit"),
    ("GET", f"{_K}/health", None, "knowledge.view"),
    ("POST", f"{_K}/health/links", None, "knowledge.edit"),
    ("GET", f"{_K}/schemas/{{shape}}", None, "knowledge.view"),
    ("GET", f"{_K}/{{entry_id}}", None, "knowledge.view"),
    ("GET", f"{_K}/{{entry_id}}/revisions/{{number}}", None, "knowledge.view"),
    ("GET", f"{_K}/{{entry_id}}/diff", None, "knowledge.view"),
    ("PUT", f"{_K}/{{entry_id}}/draft", {"body": {}}, "knowledge.edit"),
    ("DELETE", f"{_K}/{{entry_id}}/draft", None, "knowledge.edit"),
    ("POST", f"{_K}/{{entry_id}}/draft/submit", None, "knowledge.edit"),
    ("POST", f"{_K}/{{entry_id}}/draft/recall", None, "knowledge.edit"),
    ("POST", f"{_K}/{{entry_id}}/review", {"decision": "publish"}, "knowledge.review"),
    ("POST", f"{_K}/{{entry_id}}/shadow", None, "knowledge.view"),
    ("GET", f"{_K}/{{entry_id}}/shadow", None, "knowledge.view"),
    ("POST", f"{_K}/{{entry_id}}/shadow/seen", None, "knowledge.view"),
    ("GET", f"{_K}/rules/vocabulary/{{code}}", None, "knowledge.view"),
    ("POST", f"{_K}/{{entry_id}}/withdraw", {"note": "x"}, "knowledge.edit"),
    ("POST", f"{_K}/{{entry_id}}/revisions/{{number}}/restore", None, "knowledge.edit"),
    ("POST", f"{_K}/imports", None, "knowledge.edit"),
    ("GET", f"{_K}/imports", None, "knowledge.view"),
    ("GET", f"{_K}/imports/{{batch_id}}", None, "knowledge.view"),
    ("POST", f"{_K}/imports/{{batch_id}}/apply", None, "knowledge.review"),
    ("POST", f"{_K}/imports/{{batch_id}}/discard", None, "knowledge.edit"),
    ("GET", f"{_S}/strategy", None, "search.manage"),
    ("PUT", f"{_S}/strategy/draft", {"body": {}}, "search.manage"),
    ("DELETE", f"{_S}/strategy/draft", None, "search.manage"),
    ("POST", f"{_S}/strategy/draft/publish", {}, "search.manage"),
    ("POST", f"{_S}/strategy/versions/{{number}}/rollback", None, "search.manage"),
    ("POST", f"{_S}/compare", {"queries": []}, "search.manage"),
    ("GET", f"{_S}/saved-queries", None, "search.manage"),
    ("POST", f"{_S}/saved-queries", {"text": "居住证"}, "search.manage"),
    ("DELETE", f"{_S}/saved-queries/{{query_id}}", None, "search.manage"),
    ("GET", f"{_S}/queries", None, "search.manage"),
    ("GET", f"{_C}/statistics", None, "consultations.view"),
    ("GET", f"{_C}/statistics.csv", None, "consultations.view"),
    ("GET", f"{_C}/unanswered", None, "consultations.read"),
    ("GET", f"{_C}/unanswered.csv", None, "consultations.read"),
    ("GET", f"{_U}/messages", None, "understanding.review"),
    ("PUT", _CORRECTION, {"verdict": "fine"}, "understanding.correct"),
    ("DELETE", _CORRECTION, None, "understanding.review"),
    ("POST", f"{_CORRECTION}/review", {"decision": "approve"}, "understanding.review"),
    ("GET", f"{_U}/models", None, "understanding.review"),
]
