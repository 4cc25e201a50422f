"""Every route of organisation, accounts, roles and grants, with the permission it needs."""

from __future__ import annotations

from typing import Any

_O, _P = "/staff/v1/organisation", "/staff/v1/people"
_UNIT, _PERSON = f"{_O}/units/{{unit_id}}", f"{_P}/{{staff_id}}"
_GRANT, _ROLE = "/staff/v1/grants/{grant_id}", "/staff/v1/roles/{role_id}"
_VIEW, _TREE = "organisation.view", "organisation.manage"
_ACCOUNTS, _ACCESS = "accounts.manage", "access.manage"
_UNIT_BODY = {"name": "测试科", "parent_id": "x", "version": 1}
_PERSON_BODY = {"display_name": "测试", "unit_id": "x"}
_ROLE_BODY = {"name": "测试员", "permissions": [], "version": 0}

OF_ACCESS: list[tuple[str, str, Any, str]] = [
    ("GET", _O, None, _VIEW),
    ("POST", f"{_O}/units", {**_UNIT_BODY, "kind": "office"}, _TREE),
    ("GET", _UNIT, None, _VIEW),
    ("PUT", _UNIT, _UNIT_BODY, _TREE),
    ("POST", f"{_UNIT}/close", None, _TREE),
    ("POST", f"{_UNIT}/merge", {"into": "x"}, _TREE),
    ("POST", f"{_O}/undo", {"event_id": 999999}, _TREE),
    ("POST", f"{_UNIT}/posts", {"name": "审批岗"}, _TREE),
    ("POST", f"{_O}/posts/{{post_id}}/close", None, _TREE),
    ("PUT", f"{_O}/posts/{{post_id}}/holders", {"staff_ids": []}, _TREE),
    ("GET", _P, None, _VIEW),
    ("POST", _P, {**_PERSON_BODY, "username": "tester"}, _ACCOUNTS),
    ("GET", _PERSON, None, _VIEW),
    ("PUT", _PERSON, _PERSON_BODY, _ACCOUNTS),
    ("POST", f"{_PERSON}/disable", None, _ACCOUNTS),
    ("POST", f"{_PERSON}/enable", None, _ACCOUNTS),
    ("POST", f"{_PERSON}/reset", None, _ACCOUNTS),
    ("POST", f"{_PERSON}/lock", {"reason": "异常"}, _ACCESS),
    ("POST", f"{_PERSON}/unlock", None, _ACCESS),
    ("POST", f"{_PERSON}/grant_requests", {"role_id": "clerk"}, _ACCOUNTS),
    ("POST", f"{_PERSON}/grants", {"role_id": "clerk"}, _ACCESS),
    ("GET", f"{_PERSON}/preview", None, _ACCESS),
    ("GET", f"{_PERSON}/preview/cases/{{number}}", None, _ACCESS),
    ("GET", "/staff/v1/roles", None, _ACCESS),
    ("POST", "/staff/v1/roles", {**_ROLE_BODY, "base": "clerk"}, _ACCESS),
    ("PUT", _ROLE, _ROLE_BODY, _ACCESS),
    ("POST", f"{_ROLE}/close", None, _ACCESS),
    ("GET", "/staff/v1/grants", None, _ACCESS),
    ("GET", "/staff/v1/grants/choices", None, _VIEW),
    ("GET", "/staff/v1/grants/fields/{item_code}", None, _VIEW),
    ("POST", f"{_GRANT}/decide", {"verdict": "approve"}, _ACCESS),
    ("POST", f"{_GRANT}/revoke", {}, _ACCESS),
]
