#!/bin/sh
# Runs once, when the database is made: the application gets a role that is no superuser, because row-level
# security does not hold for superusers.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -v password="$BASISLIJN_WACHTWOORD" <<'SQL'
CREATE ROLE basislijn LOGIN PASSWORD :'password';
ALTER DATABASE basislijn OWNER TO basislijn;
ALTER SCHEMA public OWNER TO basislijn;
SQL
