"""Rounds of conversation: questions, counts, agreements; participants and answers only while it runs."""

import sqlalchemy as sa
from alembic import op

from webapp.storage.migrations import policies

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _owner(name: str, target: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=False, index=True)


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), primary_key=True),
        _owner("assessment_id", "assessment"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("code", sa.String(12), nullable=True, unique=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(80), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("assessment_id", "number"),
    )
    op.create_table(
        "meeting_item",
        sa.Column("id", sa.Integer(), primary_key=True),
        _owner("meeting_id", "meeting"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("minority", sa.Text(), nullable=False),
        sa.Column("minority_role", sa.String(80), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("meeting_id", "question"),
    )
    _participants()
    policies.through_assessment("meeting")
    policies.through("meeting_item", "meeting_id", "meeting")
    policies.through("meeting_participant", "meeting_id", "meeting")
    policies.through("meeting_answer", "participant_id", "meeting_participant")


def _participants() -> None:
    op.create_table(
        "meeting_participant",
        sa.Column("id", sa.Integer(), primary_key=True),
        _owner("meeting_id", "meeting"),
        sa.Column("token", sa.String(64), nullable=False, unique=True),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("meeting_id", "browser"),
    )
    op.create_table(
        "meeting_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        _owner("participant_id", "meeting_participant"),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.UniqueConstraint("participant_id", "question"),
    )


def downgrade() -> None:
    for table in ("meeting_answer", "meeting_participant", "meeting_item", "meeting"):
        op.drop_table(table)
