"""Indexes from which the figures on the tabs and the totals of streets are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_index(
        "ix_cases_department_region",
        "cases",
        ["department_code", "region", "submitted_at", "number"],
    )
    op.create_index(
        "ix_tasks_department_done",
        "tasks",
        ["assignee_id", "state", "department_code", "done_at", "id"],
    )
    op.create_index(
        "ix_tasks_open",
        "tasks",
        ["department_code", "is_step", "role", "escalated_at"],
        postgresql_where=_OPEN,
        sqlite_where=_OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_tasks_open", "tasks")
    op.drop_index("ix_tasks_department_done", "tasks")
    op.drop_index("ix_cases_department_region", "cases")
