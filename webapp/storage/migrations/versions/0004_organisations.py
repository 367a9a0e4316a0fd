"""Organisations, people and their log; and the wall between organisations."""

import sqlalchemy as sa
from alembic import op

from webapp.storage.migrations import policies

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TENANTS = ("workspace", "matter", "assessment")
CHILDREN = ("answer", "change", "talking_point", "task")
NEW = ("audit_entry", "sign_in", "invitation", "membership", "person", "organisation")


def upgrade() -> None:
    _people()
    _ways_in()
    _log()
    for table in TENANTS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(f"fk_{table}_organisation", "organisation", ["organisation_id"], ["id"])
            batch.create_index(f"ix_{table}_organisation_id", ["organisation_id"])
            if table == "assessment":
                batch.add_column(sa.Column("read_open", sa.Boolean(), nullable=False, server_default=sa.false()))
    _wall()


def _people() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("issuer", sa.String(300), nullable=True),
        sa.Column("subject", sa.String(255), nullable=True),
        sa.Column("is_curator", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.UniqueConstraint("person_id", "organisation_id"),
    )


def _ways_in() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("email", sa.String(254), nullable=False, index=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id", ondelete="SET NULL"), nullable=True),
        sa.Column("browser", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
    )


def _log() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(40), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("object", sa.String(80), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("chain", "number"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION logboek_blijft() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the log only grows'; END $$"
        )
        op.execute(
            "CREATE TRIGGER logboek_blijft BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
            "FOR EACH STATEMENT EXECUTE FUNCTION logboek_blijft()"
        )
    else:
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER logboek_blijft_{what.lower()} BEFORE {what} ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
            )


def _wall() -> None:
    policies.own("workspace", loose=True)
    policies.own("matter", loose=True, link=f"read_token = {policies.LINK}")
    through_matter = f"EXISTS (SELECT 1 FROM matter m WHERE m.id = matter_id AND m.read_token = {policies.LINK})"
    policies.own("assessment", loose=True, link=f"read_open AND (read_token = {policies.LINK} OR {through_matter})")
    policies.through("workspace_answer", "workspace_id", "workspace")
    for table in CHILDREN:
        policies.through_assessment(table)
    policies.own("organisation", "id")
    for table in ("membership", "invitation", "audit_entry"):
        policies.own(table)
    policies.policy("sign_in", f"person_id = {policies.PERSON}")
    colleague = f"EXISTS (SELECT 1 FROM membership m WHERE m.person_id = person.id AND m.organisation_id = {policies.ORGANISATION})"
    policies.policy("person", f"id = {policies.PERSON} OR {colleague}")


def downgrade() -> None:
    for table in (*CHILDREN, "workspace_answer", "assessment", "matter", "workspace", "person"):
        policies.no_policy(table)
    for table in reversed(TENANTS):
        with op.batch_alter_table(table) as batch:
            batch.drop_index(f"ix_{table}_organisation_id")
            batch.drop_constraint(f"fk_{table}_organisation", type_="foreignkey")
            batch.drop_column("organisation_id")
            if table == "assessment":
                batch.drop_column("read_open")
    for table in NEW:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION logboek_blijft()")
