"""What is known moves into the database; item revisions become revisions of entries."""

import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_batches_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_import_batches_sha256"), ["sha256"], unique=False)

    op.create_table(
        "knowledge_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_entries")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_knowledge_entries_kind")),
    )
    with op.batch_alter_table("knowledge_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_knowledge_entries_origin"), ["origin"], unique=False)
        batch_op.create_index(batch_op.f("ix_knowledge_entries_region"), ["region"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_knowledge_entries_updated_at"), ["updated_at"], unique=False
        )

    op.create_table(
        "knowledge_generation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_generation")),
    )
    op.create_table(
        "link_checks",
        sa.Column("url_hash", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("is_broken", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("url_hash", name=op.f("pk_link_checks")),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("parent", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    with op.batch_alter_table("regions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regions_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_regions_parent"), ["parent"], unique=False)

    op.create_table(
        "saved_queries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("author_name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_queries")),
        sa.UniqueConstraint("text", name=op.f("uq_saved_queries_text")),
    )
    op.create_table(
        "search_records",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("words_index", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("top_key", sa.String(length=120), nullable=False),
        sa.Column("opened_key", sa.String(length=120), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_records")),
    )
    with op.batch_alter_table("search_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_records_at"), ["at"], unique=False)
        batch_op.create_index("ix_search_records_words_at", ["words_index", "at"], unique=False)

    op.create_table(
        "search_strategies",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("author_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_strategies")),
    )
    with op.batch_alter_table("search_strategies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_strategies_state"), ["state"], unique=False)

    op.create_table(
        "knowledge_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["knowledge_entries.id"], name=op.f("fk_knowledge_events_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_events")),
    )
    with op.batch_alter_table("knowledge_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_knowledge_events_entry_id"), ["entry_id"], unique=False
        )

    op.create_table(
        "knowledge_revisions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(length=16), nullable=False),
        sa.Column("fingerprint", sa.String(length=12), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("raw", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("author_name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["knowledge_entries.id"], name=op.f("fk_knowledge_revisions_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_revisions")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_knowledge_revisions_entry_id")),
    )
    with op.batch_alter_table("knowledge_revisions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_knowledge_revisions_entry_fingerprint", ["entry_id", "fingerprint"], unique=False
        )
        batch_op.create_index(
            "ix_knowledge_revisions_entry_state", ["entry_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_knowledge_revisions_expires_on"), ["expires_on"], unique=False
        )
        batch_op.create_index(
            "ix_knowledge_revisions_state_shape", ["state", "shape"], unique=False
        )

    _carry_over_item_revisions()
    op.drop_table("item_revisions")


def downgrade() -> None:
    op.create_table(
        "item_revisions",
        sa.Column("item_code", sa.String(length=31), nullable=False),
        sa.Column("revision", sa.String(length=12), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("item_code", "revision", name=op.f("pk_item_revisions")),
    )
    _carry_back_item_revisions()
    with op.batch_alter_table("knowledge_revisions", schema=None) as batch_op:
        batch_op.drop_index("ix_knowledge_revisions_state_shape")
        batch_op.drop_index(batch_op.f("ix_knowledge_revisions_expires_on"))
        batch_op.drop_index("ix_knowledge_revisions_entry_state")
        batch_op.drop_index("ix_knowledge_revisions_entry_fingerprint")

    op.drop_table("knowledge_revisions")
    with op.batch_alter_table("knowledge_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_knowledge_events_entry_id"))

    op.drop_table("knowledge_events")
    with op.batch_alter_table("search_strategies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_strategies_state"))

    op.drop_table("search_strategies")
    with op.batch_alter_table("search_records", schema=None) as batch_op:
        batch_op.drop_index("ix_search_records_words_at")
        batch_op.drop_index(batch_op.f("ix_search_records_at"))

    op.drop_table("search_records")
    op.drop_table("saved_queries")
    with op.batch_alter_table("regions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regions_parent"))
        batch_op.drop_index(batch_op.f("ix_regions_name"))

    op.drop_table("regions")
    op.drop_table("link_checks")
    op.drop_table("knowledge_generation")
    with op.batch_alter_table("knowledge_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_knowledge_entries_updated_at"))
        batch_op.drop_index(batch_op.f("ix_knowledge_entries_region"))
        batch_op.drop_index(batch_op.f("ix_knowledge_entries_origin"))

    op.drop_table("knowledge_entries")
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batches_sha256"))
        batch_op.drop_index(batch_op.f("ix_import_batches_created_at"))

    op.drop_table("import_batches")


_OLD = sa.table(
    "item_revisions",
    sa.column("item_code", sa.String),
    sa.column("revision", sa.String),
    sa.column("document", sa.JSON),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
_ENTRIES = sa.table(
    "knowledge_entries",
    *(sa.column(n, sa.String) for n in ("id", "kind", "key", "title", "region", "origin")),
    sa.column("version", sa.Integer),
    *(sa.column(n, sa.DateTime(timezone=True)) for n in ("created_at", "updated_at")),
)
_REVISIONS = sa.table(
    "knowledge_revisions",
    *(
        sa.column(n, sa.String)
        for n in (
            "id",
            "entry_id",
            "shape",
            "fingerprint",
            "state",
            "author",
            "author_name",
            "note",
        )
    ),
    sa.column("note", sa.String),
    *(sa.column(n, sa.Integer) for n in ("number", "version")),
    sa.column("body", sa.JSON),
    *(sa.column(n, sa.DateTime(timezone=True)) for n in ("created_at", "updated_at")),
)


def _carry_over_item_revisions() -> None:
    """Runs and cases go on under the revision they were begun with."""
    connection = op.get_bind()
    entries: dict[str, tuple[str, int]] = {}
    for row in connection.execute(sa.select(_OLD).order_by(_OLD.c.item_code, _OLD.c.created_at)):
        entry_id, number = entries.get(row.item_code, (uuid.uuid4().hex, 0))
        if number == 0:
            connection.execute(_ENTRIES.insert().values(**_entry(entry_id, row)))
        entries[row.item_code] = (entry_id, number + 1)
        connection.execute(_REVISIONS.insert().values(**_revision(entry_id, number + 1, row)))


def _entry(entry_id: str, row: Any) -> dict[str, Any]:
    return {
        "id": entry_id,
        "kind": "item",
        "key": row.item_code,
        "title": row.document["item"]["name"],
        "region": "440106",
        "origin": "content",
        "version": 1,
        "created_at": row.created_at,
        "updated_at": row.created_at,
    }


def _revision(entry_id: str, number: int, row: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex,
        "entry_id": entry_id,
        "number": number,
        "shape": "item",
        "fingerprint": row.revision,
        "body": row.document,
        "state": "superseded",
        "author": "content",
        "author_name": "随版本提供",
        "note": "",
        "version": 1,
        "created_at": row.created_at,
        "updated_at": row.created_at,
    }


def _carry_back_item_revisions() -> None:
    connection = op.get_bind()
    kept: set[tuple[str, str]] = set()
    rows = connection.execute(
        sa.select(_ENTRIES.c.key, _REVISIONS)
        .join(_REVISIONS, _REVISIONS.c.entry_id == _ENTRIES.c.id)
        .where(_REVISIONS.c.shape == "item")
    )
    for row in rows:
        if (row.key, row.fingerprint) not in kept:
            kept.add((row.key, row.fingerprint))
            connection.execute(
                _OLD.insert().values(
                    item_code=row.key,
                    revision=row.fingerprint,
                    document=row.body,
                    created_at=row.created_at,
                )
            )
