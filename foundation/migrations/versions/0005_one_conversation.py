"""One conversation for each user, whatever the channel; what WeChat lets us send is counted."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TALKS = sa.table(
    "conversations",
    *(sa.column(name, sa.String) for name in ("id", "user_id", "channel")),
    sa.column("context", sa.JSON),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
_MESSAGES = sa.table(
    "messages",
    *(
        sa.column(name, sa.String)
        for name in ("id", "conversation_id", "channel", "author", "client_message_id")
    ),
)


def upgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("channel", sa.String(length=32), server_default="client", nullable=False)
        )
    _name_channels()
    _join_talks()
    # Taking the older, weaker constraint away would make SQLite rebuild a table others refer to.
    op.drop_index("ix_conversations_user_id", table_name="conversations")
    op.create_index("ix_conversations_user_id", "conversations", ["user_id"], unique=True)
    op.create_table(
        "chat_windows",
        sa.Column("address_id", sa.String(length=32), nullable=False),
        sa.Column("message_left", sa.Integer(), nullable=False),
        sa.Column("message_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_left", sa.Integer(), nullable=False),
        sa.Column("event_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("answered", sa.JSON(), nullable=False),
        sa.Column("menu", sa.JSON(), nullable=False),
        sa.Column("waiting", sa.LargeBinary(), nullable=True),
        sa.Column("sending", sa.LargeBinary(), nullable=True),
        sa.Column("is_person_asked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["user_addresses.id"], name=op.f("fk_chat_windows_address_id")
        ),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_chat_windows")),
    )
    op.create_table(
        "push_signatures",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_push_signatures")),
    )
    with op.batch_alter_table("push_signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_signatures_at"), ["at"], unique=False)


def _name_channels() -> None:
    official = sa.select(_TALKS.c.id).where(_TALKS.c.channel == "wechat_official")
    op.get_bind().execute(
        sa.update(_MESSAGES)
        .where(_MESSAGES.c.conversation_id.in_(official))
        .values(channel="wechat_official")
    )


def _join_talks() -> None:
    """A user's later talks are taken into the first; what is said keeps its order of `seq`."""
    connection = op.get_bind()
    first: dict[str, sa.Row[Any]] = {}
    rows = connection.execute(
        sa.select(_TALKS).order_by(_TALKS.c.user_id, _TALKS.c.created_at)
    ).all()
    for row in rows:
        kept = first.setdefault(row.user_id, row)
        if kept.id != row.id:
            _take_in(connection, kept.id, row.id)
    for kept in first.values():
        talks = [r.context or {} for r in rows if r.user_id == kept.user_id]
        merged = {k: v for talk in talks for k, v in talk.items()}
        merged = {k: v for k, v in merged.items() if k not in ("menu", "pushes_seen")}
        changed = sa.update(_TALKS).where(_TALKS.c.id == kept.id).values(context=merged)
        connection.execute(changed)


def _take_in(connection: sa.Connection, kept: str, begun: str) -> None:
    """A notice told in both is told once; other marks that clash are forgotten."""
    marks = sa.select(_MESSAGES.c.client_message_id).where(
        _MESSAGES.c.conversation_id == kept, _MESSAGES.c.client_message_id.is_not(None)
    )
    clashing = sa.and_(
        _MESSAGES.c.conversation_id == begun,
        _MESSAGES.c.client_message_id.in_([row[0] for row in connection.execute(marks)]),
    )
    connection.execute(sa.delete(_MESSAGES).where(clashing, _MESSAGES.c.author == "notice"))
    connection.execute(sa.update(_MESSAGES).where(clashing).values(client_message_id=None))
    theirs = sa.update(_MESSAGES).where(_MESSAGES.c.conversation_id == begun)
    connection.execute(theirs.values(conversation_id=kept))
    connection.execute(sa.delete(_TALKS).where(_TALKS.c.id == begun))


def downgrade() -> None:
    """Talks stay joined: which menu belonged to which chat is not known any more."""
    with op.batch_alter_table("push_signatures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_signatures_at"))
    op.drop_table("push_signatures")
    op.drop_table("chat_windows")
    op.drop_index("ix_conversations_user_id", table_name="conversations")
    op.create_index("ix_conversations_user_id", "conversations", ["user_id"], unique=False)
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_column("channel")
