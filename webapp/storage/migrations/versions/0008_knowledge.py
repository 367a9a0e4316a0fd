"""Shared knowledge: curated facts, disagreements, cases, contributions to compare, replies to remarks."""

import sqlalchemy as sa
from alembic import op

from webapp.storage.migrations import policies

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _facts()
    _disagreements()
    _cases()
    _figures()
    _replies()
    policies.through_assessment("fact_look")


def _facts() -> None:
    op.create_table(
        "curated_fact",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("seen", sa.Date(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("subject", "question", "version"),
    )
    op.create_table(
        "curated_subject",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )


def _disagreements() -> None:
    op.create_table(
        "fact_dispute",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("assessment_id", sa.Integer(), sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("organisation_key", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("fact_value", sa.JSON(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("assessment_id", "question"),
    )
    op.create_index("ix_fact_dispute_fact", "fact_dispute", ["subject", "question"])
    op.create_table(
        "fact_look",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("assessment_id", sa.Integer(), sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("mark", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("assessment_id", "question"),
    )


def _cases() -> None:
    op.create_table(
        "shared_case",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("assessment_id", sa.Integer(), sa.ForeignKey("assessment.id", ondelete="SET NULL"), nullable=True, unique=True),
        sa.Column("questionnaire", sa.String(80), nullable=False, index=True),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("subject_name", sa.String(120), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("organisation", sa.String(120), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("principles", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(200), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("deciding", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("hidden_because", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
    )


def _figures() -> None:
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("topic", sa.String(80), nullable=False, index=True),
        sa.Column("organisation_key", sa.String(80), nullable=False),
        sa.Column("assessment_id", sa.Integer(), sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("questionnaire", sa.String(80), nullable=False),
        sa.Column("organisation", sa.String(120), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(120), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("topic", "organisation_key"),
    )
    op.create_table(
        "benchmark_release",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("topic", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("topic", "number"),
    )


def _replies() -> None:
    op.create_table(
        "feedback_ticket",
        sa.Column("feedback_id", sa.Integer(), sa.ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("token", sa.String(64), nullable=True, unique=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
    )


def downgrade() -> None:
    for table in (
        "feedback_ticket",
        "benchmark_release",
        "contribution",
        "shared_case",
        "fact_look",
        "fact_dispute",
        "curated_subject",
        "curated_fact",
    ):
        op.drop_table(table)
