"""What the knowledge base's tests share."""

from __future__ import annotations

import pytest

from tests.factories.knowledge import index_shipped_content


@pytest.fixture(scope="session", autouse=True)
def _index() -> None:
    index_shipped_content()
