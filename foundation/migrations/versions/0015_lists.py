"""Lists over a million cases: indexes in their order, what a case is found by, what staff keep."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NEVER = "9999-12-31 00:00:00.000000"
_OPEN = sa.text("closed_at IS NULL")
_WARNED = sa.text("yellow_at IS NOT NULL")
_TABLES = (
    "note_mentions", "case_note_versions", "case_notes", "exports", "park_members", "item_pins",
    "saved_views", "case_watches",
)  # fmt: skip


def upgrade() -> None:
    _cases()
    _tasks()
    _index()
    _lists()
    _exports()
    _notes()


def _cases() -> None:
    for name in ("ix_cases_status_submitted", "ix_cases_item_code", "ix_cases_department_code"):
        op.drop_index(name, table_name="cases")
    newest = ["submitted_at", "number"]
    op.create_index("ix_cases_submitted", "cases", newest)
    op.create_index("ix_cases_status_submitted", "cases", ["status", *newest])
    op.create_index("ix_cases_department_submitted", "cases", ["department_code", *newest])
    op.create_index("ix_cases_department_status", "cases", ["department_code", "status", *newest])
    op.create_index("ix_cases_item_submitted", "cases", ["item_code", *newest])
    op.create_index(
        "ix_cases_due", "cases", ["due_at", "number"], postgresql_where=_OPEN, sqlite_where=_OPEN
    )
    op.create_index(
        "ix_cases_yellow",
        "cases",
        ["yellow_at"],
        postgresql_where=_WARNED,
        sqlite_where=_WARNED,
    )
    op.create_index("ix_letters_kind", "letters", ["kind", "case_number"])
    op.create_index("ix_letters_number", "letters", ["number"])
    op.create_index("ix_prereviews_verdict", "prereviews", ["verdict", "case_number"])


def _tasks() -> None:
    op.add_column(
        "tasks",
        sa.Column("department_code", sa.String(length=18), nullable=False, server_default=""),
    )
    op.add_column(
        "tasks",
        sa.Column("due_sort", sa.DateTime(timezone=True), nullable=False, server_default=_NEVER),
    )
    op.execute(
        "UPDATE tasks SET department_code = (SELECT department_code FROM cases "
        "WHERE cases.number = tasks.case_number), due_sort = coalesce((SELECT due_at FROM cases "
        "WHERE cases.number = tasks.case_number), due_sort)"
    )
    op.drop_index("ix_tasks_assignee_id", table_name="tasks")
    due = ["state", "due_sort", "id"]
    op.create_index("ix_tasks_state_due", "tasks", due)
    op.create_index("ix_tasks_department_due", "tasks", ["department_code", *due])
    op.create_index("ix_tasks_assignee_due", "tasks", ["assignee_id", *due])
    op.create_index("ix_tasks_assignee_done", "tasks", ["assignee_id", "state", "done_at", "id"])


def _index() -> None:
    op.create_table(
        "case_index",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("park_id", sa.String(length=48), nullable=True),
        sa.Column("street", sa.String(length=20), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("indexed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_case_index_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_index")),
        sa.UniqueConstraint("case_number", name=op.f("uq_case_index_case_number")),
    )
    for column in ("park_id", "street"):
        op.create_index(op.f(f"ix_case_index_{column}"), "case_index", [column])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_case_index_terms ON case_index USING gin (string_to_array(terms, ' '))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE case_index_terms USING fts5"
        "(terms, content='case_index', content_rowid='id', detail='none')"
    )
    _keep("INSERT", "new", "")
    _keep("DELETE", "", "old")
    _keep("UPDATE OF terms", "new", "old")


def _keep(change: str, added: str, removed: str) -> None:
    """SQLite's own table of terms follows every change of the index."""
    take = (
        "INSERT INTO case_index_terms(case_index_terms, rowid, terms) "
        f"VALUES ('delete', {removed}.id, {removed}.terms);"
    )
    put = f"INSERT INTO case_index_terms(rowid, terms) VALUES ({added}.id, {added}.terms);"
    body = f"{take if removed else ''} {put if added else ''}"
    name = f"case_index_{change.split()[0].lower()}"
    op.execute(f"CREATE TRIGGER {name} AFTER {change} ON case_index BEGIN {body} END")


def _lists() -> None:
    op.create_table(
        "case_watches",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_watches_staff_id")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_case_watches_case_number")
        ),
        sa.PrimaryKeyConstraint("staff_id", "case_number", name=op.f("pk_case_watches")),
    )
    op.create_index("ix_case_watches_staff", "case_watches", ["staff_id", "created_at"])
    op.create_table(
        "saved_views",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("department_code", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("list_name", sa.String(length=16), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_saved_views_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
    )
    op.create_index(op.f("ix_saved_views_owner_id"), "saved_views", ["owner_id"])
    op.create_table(
        "item_pins",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("item_code", sa.String(length=31), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_item_pins_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "item_code", name=op.f("pk_item_pins")),
    )
    op.create_table(
        "park_members",
        sa.Column("park_id", sa.String(length=48), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_park_members_user_id")),
        sa.PrimaryKeyConstraint("park_id", "user_id", name=op.f("pk_park_members")),
    )
    op.create_index(op.f("ix_park_members_user_id"), "park_members", ["user_id"])


def _exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("run", sa.String(length=32), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_rows", sa.Integer(), nullable=False),
        sa.Column("total_rows", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_exports_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index("ix_exports_owner", "exports", ["owner_id", "created_at"])
    op.create_index(op.f("ix_exports_expires_at"), "exports", ["expires_at"])


def _notes() -> None:
    op.create_table(
        "case_notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_case_notes_case_number")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_case_notes_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index(op.f("ix_case_notes_case_number"), "case_notes", ["case_number"])
    op.create_table(
        "case_note_versions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("note_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["case_notes.id"], name=op.f("fk_case_note_versions_note_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note_versions")),
    )
    op.create_index(op.f("ix_case_note_versions_note_id"), "case_note_versions", ["note_id"])
    op.create_table(
        "note_mentions",
        sa.Column("note_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["case_notes.id"], name=op.f("fk_note_mentions_note_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_note_mentions_staff_id")),
        sa.PrimaryKeyConstraint("note_id", "staff_id", name=op.f("pk_note_mentions")),
    )
    op.create_index(op.f("ix_note_mentions_staff_id"), "note_mentions", ["staff_id"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_index_terms")
    op.drop_table("case_index")
    for name in ("state_due", "department_due", "assignee_due", "assignee_done"):
        op.drop_index(f"ix_tasks_{name}", table_name="tasks")
    with op.batch_alter_table("tasks") as batch:
        batch.drop_column("due_sort")
        batch.drop_column("department_code")
    op.create_index("ix_tasks_assignee_id", "tasks", ["assignee_id"])
    op.drop_index("ix_prereviews_verdict", table_name="prereviews")
    for name in ("ix_letters_kind", "ix_letters_number"):
        op.drop_index(name, table_name="letters")
    for name in ("yellow", "due", "item_submitted", "department_status", "department_submitted",
                 "status_submitted", "submitted"):  # fmt: skip
        op.drop_index(f"ix_cases_{name}", table_name="cases")
    op.create_index("ix_cases_status_submitted", "cases", ["status", "submitted_at"])
    op.create_index("ix_cases_item_code", "cases", ["item_code"])
    op.create_index("ix_cases_department_code", "cases", ["department_code"])
