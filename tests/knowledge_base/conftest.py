"""What the knowledge base's tests share."""

from __future__ import annotations

import pytest

from tests.factories.vectors import keep_vectors


@pytest.fixture(scope="session", autouse=True)
def _vectors() -> None:
    keep_vectors()
