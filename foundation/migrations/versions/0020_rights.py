"""Rights stand once: roles in grants only, the street of a case in the case only.

An account from before grants gets the one its role and department told. The index of cases no
longer keeps a second, guessed street.
"""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_BY_STREET = ["region", "submitted_at", "number"]
_grants = sa.table(
    "staff_grants",
    sa.column("id", sa.String), sa.column("staff_id", sa.String), sa.column("role_id", sa.String),
    sa.column("units", sa.JSON), sa.column("departments", sa.JSON(none_as_null=True)),
    sa.column("items", sa.JSON), sa.column("regions", sa.JSON), sa.column("fields", sa.JSON),
    sa.column("state", sa.String), sa.column("note", sa.String), sa.column("asked_by", sa.String),
    sa.column("created_at", sa.DateTime(timezone=True)),
)  # fmt: skip


def upgrade() -> None:
    _adopt()
    op.drop_column("staff", "role")
    op.drop_index("ix_case_index_street", table_name="case_index")
    op.drop_column("case_index", "street")
    op.drop_index("ix_cases_region", table_name="cases")
    op.create_index("ix_cases_region_submitted", "cases", _BY_STREET)


def downgrade() -> None:
    op.drop_index("ix_cases_region_submitted", table_name="cases")
    op.create_index("ix_cases_region", "cases", ["region"])
    op.add_column("case_index", sa.Column("street", sa.String(length=20), nullable=True))
    op.create_index("ix_case_index_street", "case_index", ["street"])
    op.add_column("staff", sa.Column("role", sa.String(16), server_default="", nullable=False))
    op.execute(
        "UPDATE staff SET role = coalesce((SELECT coalesce(r.base, g.role_id) FROM staff_grants g "
        "LEFT JOIN staff_roles r ON r.id = g.role_id "
        "WHERE g.staff_id = staff.id AND g.state = 'active' "
        "ORDER BY g.created_at, g.id LIMIT 1), '')"
    )


def _adopt() -> None:
    """Accounts with a role and no grant ever; one of a department reaches that department."""
    bind = op.get_bind()
    coded = bind.execute(sa.text("SELECT code, id FROM units WHERE code IS NOT NULL")).all()
    units = {row[0]: row[1] for row in coded}
    people = bind.execute(
        sa.text(
            "SELECT id, role, department_code FROM staff WHERE role <> '' AND NOT EXISTS "
            "(SELECT 1 FROM staff_grants g WHERE g.staff_id = staff.id)"
        )
    ).all()
    for staff_id, role, code in people:
        row = {
            "id": uuid4().hex, "staff_id": staff_id, "role_id": role,
            "units": [units[code]] if code in units else [],
            "departments": [code] if code else None, "items": [], "regions": [], "fields": [],
            "state": "active", "note": "原有权限", "asked_by": staff_id,
            "created_at": datetime.now(UTC),
        }  # fmt: skip
        bind.execute(_grants.insert().values(**row))
