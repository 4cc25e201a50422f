"""Lines, numbers and how counters call them; appointments with their plan and quotas."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _day() -> sa.Column[Any]:
    return sa.Column("day", sa.Date(), nullable=False)


def _secret(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _create_lines()
    _create_tickets()
    _create_appointments()


def _create_lines() -> None:
    op.create_table(
        "queue_lines",
        _text("id", 24), _text("hall_id", 24), _text("letter", 2), _number("digits"),
        _text("name", 60), sa.Column("items", sa.JSON(), nullable=False), _text("hours", 60),
        sa.Column("every_day", sa.Boolean(), nullable=False),
        _number("wait_limit_minutes"), _text("state", 16),
        _moment("created_at"), _moment("updated_at"), _number("version"),
        _to("queue_lines", "hall_id", "halls"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_lines")),
        sa.UniqueConstraint("hall_id", "letter", name=op.f("uq_queue_lines_hall_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_queue_lines_hall_id"), "queue_lines", ["hall_id"])
    op.create_table(
        "queue_rules",
        _text("hall_id", 24), _number("favoured_in_a_row"), _number("back_behind"),
        _number("remind_ahead"), _number("book_days"), _number("check_in_before"),
        _number("check_in_after"), _number("missed_limit"), _number("missed_days"),
        _number("barred_days"), _moment("updated_at"), _number("version"),
        _to("queue_rules", "hall_id", "halls"),
        sa.PrimaryKeyConstraint("hall_id", name=op.f("pk_queue_rules")),
    )  # fmt: skip
    op.create_table(
        "line_days",
        _text("line_id", 24), _day(), _number("last"),
        _to("line_days", "line_id", "queue_lines"),
        sa.PrimaryKeyConstraint("line_id", "day", name=op.f("pk_line_days")),
    )  # fmt: skip
    op.create_table(
        "call_desks",
        _text("counter_id", 24), _number("favoured_run"),
        _to("call_desks", "counter_id", "counters"),
        sa.PrimaryKeyConstraint("counter_id", name=op.f("pk_call_desks")),
    )  # fmt: skip
    op.create_table(
        "ticket_reminders",
        _text("ticket_id", 32), _moment("at"),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_reminders")),
    )  # fmt: skip


def _create_tickets() -> None:
    op.create_table(
        "tickets",
        _text("id", 32), _text("hall_id", 24), _text("line_id", 24), _day(),
        _text("number", 12), _text("state", 16), _text("way", 16),
        _text("user_id", 32, nullable=True), _text("item_code", 31), _secret("priority"),
        sa.Column("is_favoured", sa.Boolean(), nullable=False), _moment("place_at"),
        _text("counter_id", 24), _text("staff_id", 32, nullable=True), _number("calls"),
        _number("returns"), _text("slip", 24), _moment("taken_at"),
        _moment("first_called_at", nullable=True), _moment("called_at", nullable=True),
        _moment("ended_at", nullable=True),
        _to("tickets", "hall_id", "halls"), _to("tickets", "line_id", "queue_lines"),
        _to("tickets", "user_id", "users"), _to("tickets", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("hall_id", "day", "number", name=op.f("uq_tickets_hall_id")),
        sa.UniqueConstraint("slip", name=op.f("uq_tickets_slip")),
    )  # fmt: skip
    op.create_index(
        "ix_tickets_waiting", "tickets", ["line_id", "day", "state", "is_favoured", "place_at"]
    )
    op.create_index("ix_tickets_hall_id_day", "tickets", ["hall_id", "day", "state"])
    op.create_index(op.f("ix_tickets_user_id"), "tickets", ["user_id"])
    op.create_index(op.f("ix_tickets_ended_at"), "tickets", ["ended_at"])
    called = sa.text("state = 'called'")
    op.create_index(
        "uq_tickets_called_at", "tickets", ["counter_id"], unique=True,
        postgresql_where=called, sqlite_where=called,
    )  # fmt: skip


def _create_appointments() -> None:
    op.create_table(
        "slot_plans",
        _text("id", 32), _text("line_id", 24), _number("weekday"), _text("starts", 5),
        _text("ends", 5), _number("quota"), _to("slot_plans", "line_id", "queue_lines"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_plans")),
        sa.UniqueConstraint("line_id", "weekday", "starts", name=op.f("uq_slot_plans_line_id")),
    )  # fmt: skip
    op.create_table(
        "slot_days",
        _text("line_id", 24), _day(), _text("starts", 5), _number("taken"),
        _to("slot_days", "line_id", "queue_lines"),
        sa.PrimaryKeyConstraint("line_id", "day", "starts", name=op.f("pk_slot_days")),
    )  # fmt: skip
    op.create_table(
        "appointments",
        _text("id", 32), _text("hall_id", 24), _text("line_id", 24), _text("item_code", 31),
        _text("user_id", 32), _day(), _text("starts", 5), _text("ends", 5), _text("state", 16),
        _secret("priority"), _text("code", 24), _text("ticket_id", 32, nullable=True),
        _moment("created_at"), _moment("ended_at", nullable=True),
        _to("appointments", "hall_id", "halls"), _to("appointments", "line_id", "queue_lines"),
        _to("appointments", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("code", name=op.f("uq_appointments_code")),
    )  # fmt: skip
    op.create_index("ix_appointments_user_id", "appointments", ["user_id", "day"])
    op.create_index("ix_appointments_line_id", "appointments", ["line_id", "day", "state"])
    booked = sa.text("state = 'booked'")
    op.create_index(
        "uq_appointments_booked", "appointments", ["user_id", "item_code", "day"], unique=True,
        postgresql_where=booked, sqlite_where=booked,
    )  # fmt: skip


def downgrade() -> None:
    for table in (
        "appointments", "slot_days", "slot_plans", "tickets", "ticket_reminders", "call_desks",
        "line_days", "queue_rules", "queue_lines",
    ):  # fmt: skip
        op.drop_table(table)
