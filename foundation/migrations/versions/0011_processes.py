"""Processes that are drawn: templates, versions, cases under way, steps, timers, traces."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _templates()
    _instances()
    _steps()
    _rest()


def _templates() -> None:
    op.create_table(
        "process_templates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_templates")),
        sa.UniqueConstraint("key", name=op.f("uq_process_templates_key")),
    )
    op.create_table(
        "process_specs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_process_specs")),
    )
    op.create_table(
        "process_versions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("template_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bpmn", sa.Text(), nullable=False),
        sa.Column("spec_sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("published_by", sa.String(length=100), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.String(length=100), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["spec_sha256"], ["process_specs.sha256"], name=op.f("fk_process_versions_spec_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["process_templates.id"], name=op.f("fk_process_versions_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_versions")),
        sa.UniqueConstraint("template_id", "number", name=op.f("uq_process_versions_template_id")),
    )


def _instances() -> None:
    op.create_table(
        "process_instances",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("engine_state", sa.Text(), nullable=False),
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_process_instances_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["process_versions.id"], name=op.f("fk_process_instances_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_instances")),
        sa.UniqueConstraint("case_number", name=op.f("uq_process_instances_case_number")),
    )
    op.create_index(
        "ix_process_instances_version_state", "process_instances", ["version_id", "state"]
    )


def _steps() -> None:
    op.create_table(
        "process_steps",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("claimed_by", sa.String(length=32), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("opinion", sa.LargeBinary(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["staff.id"], name=op.f("fk_process_steps_claimed_by")
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instances.id"], name=op.f("fk_process_steps_instance_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["process_steps.id"], name=op.f("fk_process_steps_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_steps")),
    )
    op.create_index("ix_process_steps_claimant_state", "process_steps", ["claimed_by", "state"])
    op.create_index(op.f("ix_process_steps_instance_id"), "process_steps", ["instance_id"])
    op.create_index(op.f("ix_process_steps_parent_id"), "process_steps", ["parent_id"])
    op.create_index("ix_process_steps_state_role", "process_steps", ["state", "role"])


def _rest() -> None:
    op.create_table(
        "process_timers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instances.id"], name=op.f("fk_process_timers_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_timers")),
    )
    op.create_index(op.f("ix_process_timers_due_at"), "process_timers", ["due_at"])
    op.create_index(op.f("ix_process_timers_instance_id"), "process_timers", ["instance_id"])
    op.create_table(
        "process_delegations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("delegate_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegate_id"], ["staff.id"], name=op.f("fk_process_delegations_delegate_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_process_delegations_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_delegations")),
    )
    op.create_index(
        op.f("ix_process_delegations_delegate_id"), "process_delegations", ["delegate_id"]
    )
    op.create_index(op.f("ix_process_delegations_staff_id"), "process_delegations", ["staff_id"])
    op.create_table(
        "process_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("step_id", sa.String(length=32), nullable=True),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_events")),
    )
    op.create_index(op.f("ix_process_events_subject"), "process_events", ["subject"])


def downgrade() -> None:
    for table in (
        "process_events",
        "process_delegations",
        "process_timers",
        "process_steps",
        "process_instances",
        "process_versions",
        "process_specs",
        "process_templates",
    ):
        op.drop_table(table)
