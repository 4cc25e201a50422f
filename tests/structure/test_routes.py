"""Every route says who may call it, and answers after its transaction ended."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

import hall_bridge.app
import miniprogram_api.app

APPLICATIONS = {"miniprogram_api": miniprogram_api.app.app, "hall_bridge": hall_bridge.app.app}


def _dependants(application: FastAPI) -> Iterator[tuple[str, Dependant]]:
    """Path and dependencies of every route, with those its routers add."""
    for context in iter_route_contexts(application.routes):
        dependant = getattr(context, "dependant", None)
        if dependant is not None:
            methods = ",".join(sorted(context.methods or {"WEBSOCKET"}))
            yield f"{methods} {context.path}", dependant


def _tree(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for below in dependant.dependencies:
        yield from _tree(below)


ROUTES = {
    f"{name} {path}": dependant
    for name, application in APPLICATIONS.items()
    for path, dependant in _dependants(application)
}


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_says_who_may_call_it(route: str) -> None:
    calls = [dependant.call for dependant in _tree(ROUTES[route])]
    assert any(hasattr(call, "__auth__") for call in calls), (
        "give it a dependency of auth.py; an open route takes the one for anyone"
    )


@pytest.mark.parametrize("route", ROUTES)
def test_a_transaction_ends_before_the_answer_leaves(route: str) -> None:
    """FastAPI closes `yield` dependencies after the response unless their scope is "function"."""
    late = [
        dependant.call
        for dependant in _tree(ROUTES[route])
        if inspect.isasyncgenfunction(dependant.call) and dependant.scope != "function"
    ]
    assert not late, "take the session from deps.py"


def test_no_route_was_overlooked() -> None:
    documented = {
        f"{name} {method.upper()} {path}"
        for name, application in APPLICATIONS.items()
        for path, methods in application.openapi()["paths"].items()
        for method in methods
    }
    assert documented
    assert documented <= set(ROUTES)
