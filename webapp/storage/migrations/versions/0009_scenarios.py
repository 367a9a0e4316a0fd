"""Scenarios: choices on one assessment that somebody keeps by name."""

import sqlalchemy as sa
from alembic import op

from webapp.storage.migrations import policies

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("assessment_id", sa.Integer(), sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("assessment_id", "name"),
    )
    policies.through_assessment("scenario")


def downgrade() -> None:
    op.drop_table("scenario")
