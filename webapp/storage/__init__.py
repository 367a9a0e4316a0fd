"""Storage: SQLAlchemy models, migrations and one query layer. Knows no engine and no HTTP."""
