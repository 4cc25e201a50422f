"""Who may call which staff route: the lists of all `*_routes.py`, and the table they come to.

A room adds its `<room>_routes.py` with a list `OF_…` of (method, path, body, permission). The table
beside this, `matrix.csv`, is what people look at and agree to: a row for each route, a column for
each role. After looking: `python -m tests.miniprogram_api.staff.matrix` writes it anew.
"""

from __future__ import annotations

import csv
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foundation.viewer import PERMISSIONS
from miniprogram_api.app import app

Route = tuple[str, str, Any, str]
HERE = Path(__file__).parent
TABLE = HERE / "matrix.csv"
ROLES = tuple(PERMISSIONS)
EVERYBODY = "任何工作人员"
OPEN: list[tuple[str, str, Any]] = [
    ("GET", "/staff/v1/me", None),
    ("GET", "/staff/v1/me/sessions", None),
    ("DELETE", "/staff/v1/me/sessions/{session_id}", None),
    ("POST", "/staff/v1/me/password", {"present": "x", "password": "y"}),
    ("GET", "/staff/v1/stream", None),
    ("POST", "/staff/v1/me/sessions/end_others", None),
    ("POST", "/staff/v1/logout", None),
]
"""For whoever is staff, whatever the role."""
PUBLIC = {
    ("POST", "/staff/v1/login"),
    ("POST", "/staff/v1/enrolment"),
    ("POST", "/staff/v1/enrolment/complete"),
}
"""Without a session: they ask for a password or a one-time code themselves."""


def routes() -> list[Route]:
    """Every route of every room's list."""
    return list(_listed())


def _listed() -> Iterator[Route]:
    for file in sorted(HERE.glob("*_routes.py")):
        if file.name.startswith("test_"):
            continue
        module = importlib.import_module(f"tests.miniprogram_api.staff.{file.stem}")
        for name in sorted(vars(module)):
            if name.startswith("OF_"):
                yield from getattr(module, name)


def served() -> set[tuple[str, str]]:
    """Method and path of every staff route of the application itself."""
    return {
        (method.upper(), path)
        for path, methods in app.openapi()["paths"].items()
        if path.startswith("/staff/")
        for method in methods
    }


def rows() -> list[list[str]]:
    """The table as the lists and the shipped roles make it, header first."""
    known = {(method, path, permission) for method, path, _, permission in routes()}
    known |= {(method, path, EVERYBODY) for method, path, _ in OPEN}
    lines = [
        [path, method, permission] + ["能" if _may(permission, role) else "" for role in ROLES]
        for method, path, permission in sorted(known, key=lambda k: (k[1], k[0], k[2]))
    ]
    return [["path", "method", "permission", *ROLES], *lines]


def _may(permission: str, role: str) -> bool:
    return permission == EVERYBODY or permission in PERMISSIONS[role]


def agreed() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


if __name__ == "__main__":
    with TABLE.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(rows())
