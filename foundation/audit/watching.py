"""Every change of a watched table becomes a record in the same transaction, whoever makes it.

Listens to all sessions: to what they flush row by row, and to statements that change many rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BinaryExpression,
    CursorResult,
    Delete,
    Insert,
    Update,
    event,
    insert,
    inspect,
)
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE
from sqlalchemy.sql import operators, visitors

from foundation.audit import writing
from foundation.audit.watched import ACT_LABELS, SHOWN, UNTOLD, WATCHED
from foundation.crypto import audit_mac
from foundation.models.audit import AuditPending, AuditRecord
from foundation.models.base import Base, table_of

_RECORDS, _PENDING = table_of(AuditRecord), table_of(AuditPending)
_SECRET = frozenset({"token_hash"})
"""Keys of which a record shows only the beginning."""


def watch() -> None:
    """Listen from now on; more than once changes nothing."""
    for name, listener in (
        ("before_flush", _complete_given),
        ("after_flush", _record_flushed),
        ("do_orm_execute", _record_statement),
    ):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def _complete_given(session: Session, _context: Any, _instances: Any) -> None:
    """Looks and acts that services wrote themselves."""
    for given in [o for o in session.new if isinstance(o, AuditRecord) and not o.mac]:
        writing.complete(given)
        session.add(AuditPending(record_id=given.id))


def _record_flushed(session: Session, _context: Any) -> None:
    rows = []
    for act, changed in (
        ("create", session.new),
        ("update", session.dirty),
        ("delete", session.deleted),
    ):
        for thing in changed:
            watched = WATCHED.get(thing.__tablename__)
            if watched is None or act not in watched.acts:
                continue
            if fields := _fields(thing, act):
                rows.append(_row_of(thing, act, fields))
    _write(session, rows)


def _record_statement(state: ORMExecuteState) -> Any:
    """`update(…)`, `delete(…)` and `insert(…)` that name no loaded row."""
    statement = state.statement
    if not isinstance(statement, Update | Delete | Insert):
        return None
    table = getattr(statement.table, "name", "")
    act = statement.__visit_name__.replace("insert", "create")
    watched = WATCHED.get(table)
    if watched is None or act not in watched.acts:
        return None
    result = state.invoke_statement()
    touched = result.rowcount if isinstance(result, CursorResult) else None
    if touched != 0:
        row = _row_of_statement(statement, table, act, touched)
        _write(state.session, [row])
    return result


def _write(session: Session, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection = session.connection()
        connection.execute(insert(_RECORDS), rows)
        connection.execute(insert(_PENDING), [{"record_id": row["id"]} for row in rows])


def _row_of(thing: Base, act: str, fields: dict[str, list[str]]) -> dict[str, Any]:
    table = thing.__tablename__
    keys = [_shown_key(c.name, getattr(thing, c.name)) for c in thing.__table__.primary_key]
    number = getattr(thing, "case_number", None) or (thing.number if table == "cases" else "")  # type: ignore[attr-defined]
    return writing.row(
        sort="change",
        act=act,
        subject=str(thing.id if table == "users" else getattr(thing, "user_id", None) or ""),  # type: ignore[attr-defined]
        object_type=table,
        object_id=",".join(keys),
        case_number=str(number or ""),
        what=_said(table, act, list(fields)),
        fields=_packed(fields),
    )


def _row_of_statement(
    statement: Update | Delete | Insert, table: str, act: str, touched: int | None
) -> dict[str, Any]:
    values = {} if isinstance(statement, Delete) else _values_of(statement)
    fields = {
        name: ["?", _digest(table, name, value)]
        for name, value in values.items()
        if name not in UNTOLD
    }
    found = dict(_equals(statement)) if not isinstance(statement, Insert) else {}
    keys = [
        _shown_key(c.name, found[c.name]) for c in statement.table.primary_key if c.name in found
    ]
    count = f"（{touched}行）" if touched is not None and touched > 1 else ""
    number = found.get("case_number") or (found.get("number", "") if table == "cases" else "")
    return writing.row(
        sort="change",
        act=act,
        subject=str(found.get("user_id", "")),
        object_type=table,
        object_id=",".join(keys),
        case_number=str(number),
        what=_said(table, act, list(fields)) + count,
        fields=_packed(fields),
    )


def _fields(thing: Base, act: str) -> dict[str, list[str]]:
    """Column → [before, after]; for a row that came or went one digest of all of it."""
    table, state = thing.__tablename__, inspect(thing)
    if act != "update":
        values = {a.key: state.attrs[a.key].loaded_value for a in state.mapper.column_attrs}
        whole = _digest(table, "*", {k: str(v) for k, v in values.items()})
        shown = {k: str(v) for k, v in values.items() if k in SHOWN and v is not None}
        fields = {k: ["", f"={v}"] if act == "create" else [f"={v}", ""] for k, v in shown.items()}
        return {"*": ["", whole] if act == "create" else [whole, ""], **fields}
    fields = {}
    for attribute in state.mapper.column_attrs:
        name = attribute.key
        if name in UNTOLD:
            continue
        history = state.get_history(name, PASSIVE_NO_INITIALIZE)
        if history.has_changes():
            before = _digest(table, name, history.deleted[0]) if history.deleted else "?"
            fields[name] = [
                before,
                _digest(table, name, history.added[0] if history.added else None),
            ]
    return fields


def _values_of(statement: Update | Insert) -> dict[str, Any]:
    values: dict[Any, Any] = dict(statement._values or {})
    return {
        str(getattr(column, "name", column)): getattr(value, "value", value)
        for column, value in values.items()
    }


def _equals(statement: Update | Delete) -> Iterator[tuple[str, Any]]:
    """The columns a statement's condition holds equal to one value."""
    if statement.whereclause is None:
        return
    for part in visitors.iterate(statement.whereclause):
        if not isinstance(part, BinaryExpression) or part.operator is not operators.eq:
            continue
        left, right = part.left, part.right
        if hasattr(left, "table") and hasattr(right, "value"):
            yield left.name, right.value


def _digest(table: str, column: str, value: Any) -> str:
    """A keyed digest: who guesses at a small value without the key learns nothing."""
    if value is None:
        return ""
    if column in SHOWN and isinstance(value, str | bool | int):
        return f"={value}"[:60]
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return audit_mac(f"{table}.{column}\0{plain}".encode())[:16]


def _shown_key(column: str, value: Any) -> str:
    return str(value)[:12] if column in _SECRET else str(value)


def _said(table: str, act: str, names: list[str]) -> str:
    told = "、".join(n for n in names if n != "*") if act == "update" else ""
    return f"{ACT_LABELS[act]}{WATCHED[table].label}{f'：{told}' if told else ''}"


def _packed(fields: dict[str, list[str]]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
