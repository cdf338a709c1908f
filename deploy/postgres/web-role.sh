#!/bin/sh
# The web role: not the owner of the tables, so that it cannot alter what is sealed. `prepare_database` grants the rest.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$WEB_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE zenobia_web LOGIN PASSWORD :'password';
SQL
