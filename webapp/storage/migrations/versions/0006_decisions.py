"""Decisions, dossiers that were signed off, and looks that follow each other."""

import sqlalchemy as sa
from alembic import op

from webapp.storage.migrations import policies

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _assessment(**more: object) -> sa.Column:
    key = sa.ForeignKey("assessment.id", ondelete="CASCADE")
    return sa.Column("assessment_id", sa.Integer(), key, nullable=False, **more)


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        _assessment(index=True),
        sa.Column("item", sa.String(120), nullable=False),
        sa.Column("choice", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decider", sa.String(80), nullable=False),
        sa.Column("decided", sa.Date(), nullable=True),
        sa.Column("review", sa.Date(), nullable=True),
        sa.Column("seen_hash", sa.String(80), nullable=False),
        sa.Column("seen_outcome", sa.Text(), nullable=False),
        sa.Column("seen_score", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("assessment_id", "item"),
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Integer(), primary_key=True),
        _assessment(unique=True),
        sa.Column("decider", sa.String(80), nullable=False),
        sa.Column("decided", sa.Date(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), primary_key=True),
        _assessment(unique=True),
        sa.Column(
            "previous_id",
            sa.Integer(),
            sa.ForeignKey("assessment.id", ondelete="SET NULL"),
            nullable=True,
            index=True,
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    for table in ("decision", "dossier", "look"):
        policies.through_assessment(table)


def downgrade() -> None:
    op.drop_table("look")
    op.drop_table("dossier")
    op.drop_table("decision")
