"""Audit records and their chain, which the database itself keeps from being changed; and what
becomes of letters: corrections with approval, publications, licences issued.

Looks recorded before are brought over, signed as of now.
"""

from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
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
    _make_results()
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


def _make_results() -> None:
    """Corrections, publications, licences issued."""
    op.create_table(
        "issued_licences",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("valid_until", sa.String(length=32), nullable=False),
        sa.Column("platform_code", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_issued_licences_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_issued_licences_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["issued_licences.id"], name=op.f("fk_issued_licences_replaces_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_issued_licences_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_licences")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_issued_licences_letter_id")),
    )
    op.create_index(op.f("ix_issued_licences_case_number"), "issued_licences", ["case_number"])
    op.create_index(op.f("ix_issued_licences_state"), "issued_licences", ["state"])
    op.create_index(op.f("ix_issued_licences_user_id"), "issued_licences", ["user_id"])

    op.create_table(
        "letter_corrections",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("waits_for", sa.String(length=32), nullable=True),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_by_name", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_by_name", sa.String(length=100), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("new_letter_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff.id"], name=op.f("fk_letter_corrections_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_letter_corrections_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff.id"], name=op.f("fk_letter_corrections_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_letter_corrections_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["new_letter_id"], ["letters.id"], name=op.f("fk_letter_corrections_new_letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_corrections")),
        sa.UniqueConstraint("waits_for", name=op.f("uq_letter_corrections_waits_for")),
    )
    op.create_index(
        op.f("ix_letter_corrections_case_number"), "letter_corrections", ["case_number"]
    )
    op.create_index(op.f("ix_letter_corrections_letter_id"), "letter_corrections", ["letter_id"])

    op.create_table(
        "publications",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("item_code", sa.String(length=31), nullable=False),
        sa.Column("item_name", sa.String(length=200), nullable=False),
        sa.Column("department_code", sa.String(length=18), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.String(length=16), nullable=False),
        sa.Column("report_number", sa.String(length=64), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_publications_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_publications_letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_publications_letter_id")),
    )
    op.create_index(op.f("ix_publications_case_number"), "publications", ["case_number"])
    op.create_index(op.f("ix_publications_department_code"), "publications", ["department_code"])
    op.create_index(op.f("ix_publications_item_code"), "publications", ["item_code"])
    op.create_index(op.f("ix_publications_report"), "publications", ["report"])
    op.create_index("ix_publications_state_decided_on", "publications", ["state", "decided_on"])

    op.create_table(
        "publication_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_publication_events_publication_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_events")),
    )
    op.create_index(
        op.f("ix_publication_events_publication_id"), "publication_events", ["publication_id"]
    )

    op.create_table(
        "publication_objections",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_publication_objections_publication_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_publication_objections_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_objections")),
    )
    op.create_index(
        op.f("ix_publication_objections_publication_id"),
        "publication_objections",
        ["publication_id"],
    )
    op.create_index(op.f("ix_publication_objections_state"), "publication_objections", ["state"])
    op.create_index(
        op.f("ix_publication_objections_user_id"), "publication_objections", ["user_id"]
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
    from foundation.models.base import table_of

    kept = [
        row(
            sort="view",
            **{name: look[name] for name in ("viewer", "subject", "what", "reason")},
            at=look["at"] if look["at"].tzinfo else look["at"].replace(tzinfo=UTC),
        )
        for look in rows
    ]
    connection.execute(sa.insert(table_of(AuditRecord)), kept)
    connection.execute(
        sa.insert(table_of(AuditPending)), [{"record_id": made["id"]} for made in kept]
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
    for table in ("publication_objections", "publication_events", "publications"):
        op.drop_table(table)
    for table in ("letter_corrections", "issued_licences"):
        op.drop_table(table)
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
