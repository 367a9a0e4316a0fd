"""The second wall: row-level security of PostgreSQL, for the migrations. Other databases skip it.

A migration that makes a table calls one of these, such as ``through("comment", "assessment_id",
"assessment")``. The same rule stands in `webapp/storage/wall.py`, which is the first wall.
"""

from __future__ import annotations

from alembic import op

ORGANISATION = "nullif(current_setting('basislijn.organisatie', true), '')::integer"
PERSON = "nullif(current_setting('basislijn.persoon', true), '')::integer"
LINK = "nullif(current_setting('basislijn.link', true), '')"
SYSTEM = "coalesce(current_setting('basislijn.systeem', true), '') = 'ja'"


def through_assessment(table: str) -> None:
    """Rows that hang on an assessment."""
    through(table, "assessment_id", "assessment")


def through(table: str, column: str, parent: str) -> None:
    """Rows that hang on another row; that row's own policy says who sees it."""
    policy(table, f"EXISTS (SELECT 1 FROM {parent} above WHERE above.id = {table}.{column})")  # noqa: S608


def own(table: str, column: str = "organisation_id", *, loose: bool = False, link: str = "") -> None:
    """Rows with their own organisation; loose ones may have none, and a read link may show one."""
    ways = [f"{column} = {ORGANISATION}"]
    if loose:
        ways.append(f"{column} IS NULL")
    if link:
        ways.append(link)
    policy(table, " OR ".join(ways))


def policy(table: str, seen: str) -> None:
    """Let only these rows be seen; writing needs the same, and no read link."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    read = f"{SYSTEM} OR {seen}"
    write = f"{SYSTEM} OR ({LINK} IS NULL AND ({seen}))"
    op.execute(f"CREATE POLICY wand_lezen ON {table} FOR SELECT USING ({read})")
    op.execute(f"CREATE POLICY wand_toevoegen ON {table} FOR INSERT WITH CHECK ({write})")
    op.execute(f"CREATE POLICY wand_veranderen ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write})")
    op.execute(f"CREATE POLICY wand_wissen ON {table} FOR DELETE USING ({write})")


def no_policy(table: str) -> None:
    """Take the wall away again."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in ("wand_lezen", "wand_toevoegen", "wand_veranderen", "wand_wissen"):
        op.execute(f"DROP POLICY {name} ON {table}")
    op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
