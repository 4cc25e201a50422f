"""Audit records and their chain, which the database itself keeps from being changed.

Looks recorded before are brought over, signed as of now.
"""

from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEPT_FOREVER = ("audit_heads", "audit_archives")
_ARCHIVED = {
    "audit_links": "OLD.seq BETWEEN a.first_seq AND a.last_seq",
    "audit_records": "EXISTS (SELECT 1 FROM audit_links l WHERE l.record_id = OLD.id"
    " AND l.seq BETWEEN a.first_seq AND a.last_seq)",
}


def upgrade() -> None:
    _make_tables()
    _bring_over()
    op.drop_table("access_records")
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _make_tables() -> None:
    texts = (
        ("sort", 8), ("viewer", 64), ("role", 16), ("address", 64), ("session_mark", 16),
        ("act", 16), ("subject", 64), ("object_type", 40), ("object_id", 64), ("case_number", 17),
        ("what", 200), ("reason", 200), ("trace_id", 64), ("mac", 32),
    )  # fmt: skip
    op.create_table(
        "audit_records",
        sa.Column("id", sa.String(length=32), nullable=False),
        *(sa.Column(name, sa.String(length=n), nullable=False) for name, n in texts),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_records")),
    )
    for column in ("viewer", "subject", "case_number", "act"):
        op.create_index(f"ix_audit_records_{column}_at", "audit_records", [column, "at"])
    op.create_index("ix_audit_records_at", "audit_records", ["at"])
    op.create_table(
        "audit_pending",
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_audit_pending")),
    )
    op.create_table(
        "audit_links",
        sa.Column("seq", _count(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_links")),
        sa.UniqueConstraint("record_id", name=op.f("uq_audit_links_record_id")),
    )
    op.create_table(
        "audit_heads",
        sa.Column("seq", _count(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mac", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "audit_archives",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("first_seq", _count(), nullable=False),
        sa.Column("last_seq", _count(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("latest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=32), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_archives")),
        sa.UniqueConstraint("first_seq", name=op.f("uq_audit_archives_first_seq")),
        sa.UniqueConstraint("last_seq", name=op.f("uq_audit_archives_last_seq")),
    )


def _count() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _bring_over() -> None:
    """Signing needs the application's key, so its own code is asked, and only if there are any."""
    connection = op.get_bind()
    moment = sa.column("at", sa.DateTime(timezone=True))
    old = sa.table(
        "access_records", *(sa.column(n) for n in ("id", "viewer", "subject", "what", "reason")),
        moment,
    )  # fmt: skip
    rows = connection.execute(sa.select(old).order_by(old.c.id)).mappings().all()
    if not rows:
        return
    from foundation.audit.writing import row
    from foundation.models.audit import AuditPending, AuditRecord

    kept = [
        row(
            sort="view",
            **{name: look[name] for name in ("viewer", "subject", "what", "reason")},
            at=look["at"] if look["at"].tzinfo else look["at"].replace(tzinfo=UTC),
        )
        for look in rows
    ]
    connection.execute(sa.insert(AuditRecord.__table__), kept)
    connection.execute(
        sa.insert(AuditPending.__table__), [{"record_id": made["id"]} for made in kept]
    )


def _guard_sqlite() -> None:
    for table in (*_ARCHIVED, *_KEPT_FOREVER):
        refuse = "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        unless = (
            f"WHEN NOT EXISTS (SELECT 1 FROM audit_archives a WHERE {_ARCHIVED[table]}) "
            if table in _ARCHIVED
            else ""
        )
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {unless}{refuse}")


def _guard_postgresql() -> None:
    raises = "RAISE EXCEPTION 'audit is append-only'"
    op.execute(
        f"CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raises}; END $$"
    )
    for table, covers in _ARCHIVED.items():
        op.execute(
            f"CREATE FUNCTION {table}_leave() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF NOT EXISTS (SELECT 1 FROM audit_archives a WHERE {covers}) "
            f"THEN {raises}; END IF; RETURN OLD; END $$"
        )
    for table in (*_ARCHIVED, *_KEPT_FOREVER):
        leave = f"{table}_leave" if table in _ARCHIVED else "audit_refuse"
        for act, called in (("update", "audit_refuse"), ("delete", leave)):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {called}()"
            )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )


def downgrade() -> None:
    for table in ("audit_archives", "audit_heads", "audit_links", "audit_pending", "audit_records"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in ("audit_refuse", *(f"{table}_leave" for table in _ARCHIVED)):
            op.execute(f"DROP FUNCTION {name}()")
    op.create_table(
        "access_records",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("viewer", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_records")),
    )
    for column in ("subject", "viewer"):
        op.create_index(op.f(f"ix_access_records_{column}"), "access_records", [column])
