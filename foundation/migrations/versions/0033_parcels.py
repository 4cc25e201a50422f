"""What a counter took while the server was away, and signatures under its list."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parcels",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("hall_id", sa.String(length=24), nullable=False),
        sa.Column("counter_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=True),
        sa.Column("decided_by", sa.String(length=100), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_parcels_case_number")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_parcels_device_id")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_parcels_hall_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_parcels")),
    )
    op.create_index(op.f("ix_parcels_case_number"), "parcels", ["case_number"])
    op.create_index("ix_parcels_counter_id_state", "parcels", ["counter_id", "state"])
    op.create_index("ix_parcels_mark", "parcels", ["hall_id", "mark"])
    with op.batch_alter_table("signatures") as signatures:
        signatures.alter_column("showing_id", existing_type=sa.String(length=32), nullable=True)
        signatures.add_column(sa.Column("parcel_key", sa.String(length=64), nullable=True))
        signatures.create_foreign_key(
            op.f("fk_signatures_parcel_key"), "parcels", ["parcel_key"], ["key"]
        )
        signatures.create_unique_constraint(op.f("uq_signatures_parcel_key"), ["parcel_key"])


def downgrade() -> None:
    op.execute("DELETE FROM signatures WHERE showing_id IS NULL")
    with op.batch_alter_table("signatures") as signatures:
        signatures.drop_constraint(op.f("uq_signatures_parcel_key"), type_="unique")
        signatures.drop_constraint(op.f("fk_signatures_parcel_key"), type_="foreignkey")
        signatures.drop_column("parcel_key")
        signatures.alter_column("showing_id", existing_type=sa.String(length=32), nullable=False)
    op.drop_table("parcels")
