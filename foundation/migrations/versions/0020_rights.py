"""The street of a case stands once: the index of cases no longer keeps a second, guessed one."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_BY_STREET = ["region", "submitted_at", "number"]


def upgrade() -> None:
    op.drop_index("ix_case_index_street", table_name="case_index")
    op.drop_column("case_index", "street")
    op.drop_index("ix_cases_region", table_name="cases")
    op.create_index("ix_cases_region_submitted", "cases", _BY_STREET)


def downgrade() -> None:
    op.drop_index("ix_cases_region_submitted", table_name="cases")
    op.create_index("ix_cases_region", "cases", ["region"])
    op.add_column("case_index", sa.Column("street", sa.String(length=20), nullable=True))
    op.create_index("ix_case_index_street", "case_index", ["street"])
