"""Organisation, roles and grants; what accounts and sessions need for it; a case's street."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_KEY = sa.String(length=32)


def upgrade() -> None:
    _organisation()
    _access()
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", _KEY, nullable=True))
        batch_op.add_column(
            sa.Column("is_locked", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("password_changed_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("enrol_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("enrol_until", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("otp_pending", sa.LargeBinary(), nullable=True))
    op.create_index("ix_staff_unit_id", "staff", ["unit_id"])
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("client", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("seen_at", _MOMENT, nullable=True))
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("region", sa.String(length=40), nullable=True))
    op.create_index("ix_cases_region", "cases", ["region"])


def _organisation() -> None:
    op.create_table(
        "units",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("parent_id", _KEY, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=18), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index("ix_units_parent_id", "units", ["parent_id"])
    op.create_index("ix_units_code", "units", ["code"])
    op.create_table(
        "unit_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("unit_id", _KEY, nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", _MOMENT, nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_events_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_events")),
    )
    op.create_index("ix_unit_events_unit_id", "unit_events", ["unit_id"])
    op.create_table(
        "posts",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("unit_id", _KEY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_posts_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_unit_id", "posts", ["unit_id"])
    op.create_table(
        "post_holdings",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("post_id", _KEY, nullable=False),
        sa.Column("staff_id", _KEY, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_holdings_post_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_post_holdings_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holdings")),
    )
    for column in ("post_id", "staff_id"):
        op.create_index(f"ix_post_holdings_{column}", "post_holdings", [column])


def _access() -> None:
    op.create_table(
        "staff_roles",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("base", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_roles")),
    )
    op.create_table(
        "staff_grants",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("staff_id", _KEY, nullable=False),
        sa.Column("role_id", _KEY, nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("asked_by", _KEY, nullable=False),
        sa.Column("decided_by", _KEY, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_grants_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_grants")),
    )
    op.create_index("ix_staff_grants_staff_state", "staff_grants", ["staff_id", "state"])
    op.create_index("ix_staff_grants_role_id", "staff_grants", ["role_id"])


def downgrade() -> None:
    op.drop_index("ix_cases_region", table_name="cases")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_column("region")
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        for column in ("client", "seen_at"):
            batch_op.drop_column(column)
    op.drop_index("ix_staff_unit_id", table_name="staff")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        for column in (
            *("unit_id", "is_locked", "password_changed_at"),
            *("enrol_hash", "enrol_until", "otp_pending"),
        ):
            batch_op.drop_column(column)
    for table in (
        *("staff_grants", "staff_roles", "post_holdings", "posts", "unit_events", "units"),
    ):
        op.drop_table(table)
