"""Every route says who may call it, and answers after its transaction ended."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import hall_bridge.app
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute

import miniprogram_api.app

APPLICATIONS = {"miniprogram_api": miniprogram_api.app.app, "hall_bridge": hall_bridge.app.app}


def _routes() -> Iterator[tuple[str, APIRoute | APIWebSocketRoute]]:
    for name, application in APPLICATIONS.items():
        for route in _of(application):
            yield f"{name} {route.path}", route


def _of(application: FastAPI) -> Iterator[APIRoute | APIWebSocketRoute]:
    for route in application.routes:
        if isinstance(route, APIRoute | APIWebSocketRoute):
            yield route


def _tree(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for below in dependant.dependencies:
        yield from _tree(below)


ROUTES = list(_routes())


@pytest.mark.parametrize("route", [r for _, r in ROUTES], ids=[name for name, _ in ROUTES])
def test_a_route_says_who_may_call_it(route: APIRoute | APIWebSocketRoute) -> None:
    calls = [dependant.call for dependant in _tree(route.dependant)]
    assert any(hasattr(call, "__auth__") for call in calls), (
        "give it a dependency of auth.py; an open route says so with the one for open routes"
    )


def test_there_are_routes_to_judge() -> None:
    assert len(ROUTES) > 20


@pytest.mark.parametrize("route", [r for _, r in ROUTES], ids=[name for name, _ in ROUTES])
def test_a_transaction_ends_before_the_answer_leaves(
    route: APIRoute | APIWebSocketRoute,
) -> None:
    """FastAPI closes `yield` dependencies after the response unless their scope is "function"."""
    late = [
        dependant.call
        for dependant in _tree(route.dependant)
        if inspect.isasyncgenfunction(dependant.call) and dependant.scope != "function"
    ]
    assert not late, "take the session from deps.py"
