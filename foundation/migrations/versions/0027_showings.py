"""What stands on a counter's tablet, what it delivers, signatures, ratings of counter events."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _hidden(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def _showings() -> None:
    op.create_table(
        "showings",
        _text("id", 32), _text("hall_id", 24), _text("counter_id", 24),
        _text("stands_at", 24, nullable=True), _text("kind", 16),
        _text("case_number", 17, nullable=True), _text("staff_id", 32), _hidden("content"),
        _text("content_sha256", 64), _text("state", 16), _text("link_hash", 64, nullable=True),
        _text("pad_hash", 64, nullable=True), _hidden("answer", nullable=True),
        _moment("shown_at"), _moment("ends_at"), _moment("answered_at", nullable=True),
        _number("version"),
        _refers("showings", "hall_id", "halls.id"),
        _refers("showings", "counter_id", "counters.id"),
        _refers("showings", "case_number", "cases.number"),
        _refers("showings", "staff_id", "staff.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showings")),
        sa.UniqueConstraint("stands_at", name=op.f("uq_showings_stands_at")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_showings_link_hash")),
        sa.UniqueConstraint("pad_hash", name=op.f("uq_showings_pad_hash")),
    )  # fmt: skip
    op.create_index("ix_showings_counter_id_shown_at", "showings", ["counter_id", "shown_at"])
    op.create_index(op.f("ix_showings_case_number"), "showings", ["case_number"])
    op.create_table(
        "deliveries",
        _text("key", 64), _text("showing_id", 32), _text("counter_id", 24), _text("kind", 16),
        _text("body_sha256", 64), _text("outcome", 16), _text("detail", 200),
        _hidden("kept", nullable=True), _moment("made_at", nullable=True), _moment("received_at"),
        _refers("deliveries", "showing_id", "showings.id"),
        _refers("deliveries", "counter_id", "counters.id"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_deliveries")),
    )  # fmt: skip
    op.create_index(
        "ix_deliveries_counter_id_received_at", "deliveries", ["counter_id", "received_at"]
    )
    op.create_index(op.f("ix_deliveries_showing_id"), "deliveries", ["showing_id"])


def _signatures() -> None:
    op.create_table(
        "signatures",
        _text("id", 32), _text("key", 64), _text("showing_id", 32), _text("case_number", 17),
        _text("purpose", 16), _hidden("record"), _text("document_sha256", 64),
        _text("content_sha256", 64), _hidden("strokes"), _hidden("picture"), _text("binding", 64),
        _text("way", 16), _text("witness", 100), _text("signed_sha256", 64),
        _text("sealed_sha256", 64, nullable=True), _text("problem", 200, nullable=True),
        _moment("made_at"), _moment("received_at"),
        _refers("signatures", "showing_id", "showings.id"),
        _refers("signatures", "case_number", "cases.number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("key", name=op.f("uq_signatures_key")),
        sa.UniqueConstraint("showing_id", name=op.f("uq_signatures_showing_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_signatures_case_number"), "signatures", ["case_number"])


def _ratings() -> None:
    op.create_table(
        "counter_ratings",
        _text("id", 32), _text("event", 48), _text("hall_id", 24), _text("counter_id", 24),
        _text("staff_id", 32), _text("item_code", 31), _text("item_name", 200),
        _number("satisfaction"), sa.Column("reasons", sa.JSON(), nullable=False), _hidden("text"),
        _hidden("phone", nullable=True), _moment("rated_at"),
        _refers("counter_ratings", "hall_id", "halls.id"),
        _refers("counter_ratings", "counter_id", "counters.id"),
        _refers("counter_ratings", "staff_id", "staff.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_ratings")),
        sa.UniqueConstraint("event", name=op.f("uq_counter_ratings_event")),
    )  # fmt: skip
    op.create_index(
        "ix_counter_ratings_hall_id_rated_at", "counter_ratings", ["hall_id", "rated_at"]
    )
    op.create_table(
        "rectifications",
        _text("id", 32), _text("rating_id", 32), _text("hall_id", 24), _text("state", 16),
        _moment("due_at", nullable=True), _moment("opened_at"), _moment("closed_at", nullable=True),
        _number("version"),
        _refers("rectifications", "rating_id", "counter_ratings.id"),
        _refers("rectifications", "hall_id", "halls.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectifications")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_rectifications_rating_id")),
    )  # fmt: skip
    op.create_index("ix_rectifications_hall_id_state", "rectifications", ["hall_id", "state"])
    op.create_table(
        "rectification_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _text("rectification_id", 32), _text("act", 16), _text("actor", 100), _hidden("text"),
        sa.Column("was_late", sa.Boolean(), nullable=False), _moment("at"),
        _refers("rectification_events", "rectification_id", "rectifications.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_events")),
    )  # fmt: skip
    op.create_index(
        op.f("ix_rectification_events_rectification_id"),
        "rectification_events",
        ["rectification_id"],
    )


def upgrade() -> None:
    op.add_column("staff", _text("photo_sha256", 64, nullable=True))
    _showings()
    _signatures()
    _ratings()


def downgrade() -> None:
    for table in (
        "rectification_events", "rectifications", "counter_ratings", "signatures", "deliveries",
        "showings",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("staff", "photo_sha256")
