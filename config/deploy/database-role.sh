#!/bin/sh
# Runs once, when the database is first made. The tool connects as an ordinary role that owns its database:
# the wall between centres holds such a role, and would not hold the server's own.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set password `cat "${POSTGRES_PASSWORD_FILE:-/run/secrets/database-password}"`
CREATE ROLE passerelle LOGIN PASSWORD :'password';
CREATE DATABASE passerelle OWNER passerelle;
SQL
