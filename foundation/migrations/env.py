"""Alembic's entry: the application's own engine and metadata."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from foundation import db
from foundation.models import Base
from foundation.models.base import Encrypted, Moment


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Migrations name the databases' own types, so that old ones outlive our classes."""
    if kind == "type" and isinstance(item, Encrypted):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_item=_render,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


async def _run() -> None:
    engine = db.engine()
    async with engine.begin() as connection:
        await connection.run_sync(_migrate)
    await engine.dispose()


asyncio.run(_run())
