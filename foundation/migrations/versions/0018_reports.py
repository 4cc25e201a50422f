"""Cases as they are counted; reports: definitions, runs, copies, mailboxes."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_marks",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_report_marks")),
    )
    op.create_table(
        "report_versions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_versions")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_report_versions_key")),
    )
    op.create_table(
        "report_runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["report_versions.id"], name=op.f("fk_report_runs_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_runs")),
        sa.UniqueConstraint("key", "first_day", "last_day", name=op.f("uq_report_runs_key")),
    )
    op.create_index(op.f("ix_report_runs_created_at"), "report_runs", ["created_at"])

    op.create_table(
        "staff_mailboxes",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_mailboxes_staff_id")
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_mailboxes")),
    )
    op.create_table(
        "report_copies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("table", sa.LargeBinary(), nullable=False),
        sa.Column("xlsx_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("mail", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["report_runs.id"], name=op.f("fk_report_copies_run_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_report_copies_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_copies")),
        sa.UniqueConstraint("run_id", "staff_id", "turn", name=op.f("uq_report_copies_run_id")),
    )
    op.create_index("ix_report_copies_mail", "report_copies", ["mail", "created_at"])
    op.create_index(op.f("ix_report_copies_run_id"), "report_copies", ["run_id"])
    op.create_index(op.f("ix_report_copies_staff_id"), "report_copies", ["staff_id"])

    op.create_table(
        "case_fact_licences",
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("licence", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_case_fact_licences_case_number")
        ),
        sa.PrimaryKeyConstraint("case_number", "licence", name=op.f("pk_case_fact_licences")),
    )
    op.create_table(
        "case_facts",
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department_code", sa.String(length=18), nullable=False),
        sa.Column("item_code", sa.String(length=31), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=True),
        sa.Column("situation", sa.String(length=300), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("received_day", sa.Date(), nullable=False),
        sa.Column("accepted_day", sa.Date(), nullable=True),
        sa.Column("returned_day", sa.Date(), nullable=True),
        sa.Column("closed_day", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("work_days", sa.Integer(), nullable=True),
        sa.Column("is_on_time", sa.Boolean(), nullable=True),
        sa.Column("is_early", sa.Boolean(), nullable=True),
        sa.Column("machine_verdict", sa.String(length=16), nullable=False),
        sa.Column("is_looked_at", sa.Boolean(), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        sa.Column("licences", sa.Integer(), nullable=False),
        sa.Column("uploads", sa.Integer(), nullable=False),
        sa.Column("visits_saved", sa.Integer(), nullable=False),
        sa.Column("last_event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_case_facts_case_number")
        ),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_case_facts")),
    )
    op.create_index("ix_case_facts_accepted", "case_facts", ["accepted_day", "department_code"])
    op.create_index("ix_case_facts_closed", "case_facts", ["closed_day", "department_code"])
    op.create_index("ix_case_facts_received", "case_facts", ["received_day", "department_code"])
    op.create_index("ix_case_facts_returned", "case_facts", ["returned_day", "department_code"])

    op.create_index(op.f("ix_prereviews_finished_at"), "prereviews", ["finished_at"])


def downgrade() -> None:
    op.drop_index("ix_prereviews_finished_at", "prereviews")
    for table in (
        "case_fact_licences",
        "case_facts",
        "report_copies",
        "staff_mailboxes",
        "report_runs",
        "report_versions",
        "report_marks",
    ):
        op.drop_table(table)
