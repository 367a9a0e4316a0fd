"""Work on an assessment: sections by name, comments, evidence, every version of an answer."""

import sqlalchemy as sa
from alembic import op

from webapp.storage.migrations import policies

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _belongs(index: bool = True) -> sa.Column:
    return sa.Column("assessment_id", sa.Integer(), sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=index)


def upgrade() -> None:
    op.add_column("assessment", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("assessment", sa.Column("worked_at", sa.DateTime(), nullable=True))
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), primary_key=True),
        _belongs(),
        sa.Column("section", sa.String(20), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("assessment_id", "section"),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), primary_key=True),
        _belongs(),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("in_dossier", sa.Boolean(), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        _belongs(),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("file_name", sa.String(160), nullable=False),
        sa.Column("media", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stored", sa.String(64), nullable=False, index=True),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "answer_version",
        sa.Column("id", sa.Integer(), primary_key=True),
        _belongs(index=False),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("how", sa.String(12), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_answer_version_question", "answer_version", ["assessment_id", "question"])
    _history_so_far()
    for table in ("assignment", "comment", "evidence", "answer_version"):
        policies.through_assessment(table)


def _history_so_far() -> None:
    """What the changes for undo still know of earlier versions, and then every answer as it is."""
    here = op.get_bind()
    day = sa.DateTime()
    answers = sa.table(
        "answer",
        *(sa.column(name) for name in ("id", "assessment_id", "question", "state", "note", "source", "who", "version")),
        sa.column("value", sa.JSON()),
        sa.column("dated", sa.Date()),
        sa.column("confirmed", sa.Boolean()),
        sa.column("carried", sa.Boolean()),
        sa.column("updated_at", day),
    )
    changes = sa.table(
        "change",
        *(sa.column(name) for name in ("id", "assessment_id", "question", "version_after")),
        sa.column("before", sa.JSON()),
        sa.column("created_at", day),
    )
    begun = sa.table("assessment", sa.column("id"), sa.column("created_at", day))
    versions = sa.table(
        "answer_version",
        *(sa.column(name) for name in ("assessment_id", "question", "number", "how", "author")),
        sa.column("content", sa.JSON()),
        sa.column("created_at", day),
    )
    since = dict(here.execute(sa.select(begun.c.id, begun.c.created_at)).all())
    rows = []
    last = {}
    for item in here.execute(sa.select(changes).order_by(changes.c.id)).mappings():
        place = (item["assessment_id"], item["question"])
        if item["before"] is not None:
            rows.append(
                {
                    "assessment_id": item["assessment_id"],
                    "question": item["question"],
                    "number": item["version_after"] - 1,
                    "content": item["before"],
                    "how": "bewaard",
                    "author": "",
                    "created_at": last.get(place, since[item["assessment_id"]]),
                }
            )
        last[place] = item["created_at"]
    for item in here.execute(sa.select(answers).order_by(answers.c.updated_at, answers.c.id)).mappings():
        names = ("state", "value", "note", "source", "who", "confirmed", "carried")
        dated = item["dated"].isoformat() if item["dated"] else None
        rows.append(
            {
                "assessment_id": item["assessment_id"],
                "question": item["question"],
                "number": item["version"],
                "content": {**{name: item[name] for name in names}, "dated": dated},
                "how": "bewaard",
                "author": "",
                "created_at": item["updated_at"],
            }
        )
    if rows:
        here.execute(versions.insert(), rows)


def downgrade() -> None:
    for table in ("answer_version", "evidence", "comment", "assignment"):
        op.drop_table(table)
    with op.batch_alter_table("assessment") as batch:
        batch.drop_column("worked_at")
        batch.drop_column("revision")
