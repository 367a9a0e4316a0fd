"""Matters (what several questionnaires weigh together), and profiles that came in a file."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("edit_token", sa.String(64), nullable=False, unique=True),
        sa.Column("read_token", sa.String(64), nullable=False, unique=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspace.id", ondelete="SET NULL"), nullable=True, index=True),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    with op.batch_alter_table("assessment") as batch:
        batch.add_column(sa.Column("matter_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("profile", sa.JSON(), nullable=True))
        batch.create_foreign_key("fk_assessment_matter", "matter", ["matter_id"], ["id"], ondelete="SET NULL")
        batch.create_index("ix_assessment_matter_id", ["matter_id"])


def downgrade() -> None:
    with op.batch_alter_table("assessment") as batch:
        batch.drop_index("ix_assessment_matter_id")
        batch.drop_constraint("fk_assessment_matter", type_="foreignkey")
        batch.drop_column("profile")
        batch.drop_column("matter_id")
    op.drop_table("matter")
