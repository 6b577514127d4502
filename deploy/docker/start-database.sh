#!/bin/sh
# Makes the data folder on the first start, then becomes PostgreSQL.
set -eu
bin=/usr/lib/postgresql/15/bin
data=/var/lib/postgresql/cupel
if [ ! -s "$data/PG_VERSION" ]; then
  rm -rf "$data.new"
  printf '%s' "$CUPEL_DATABASE_PASSWORD" > /tmp/password
  "$bin/initdb" --pgdata "$data.new" --username cupel --encoding UTF8 --locale C --auth scram-sha-256 --pwfile /tmp/password
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$data.new/pg_hba.conf"
  echo 'CREATE DATABASE cupel' | "$bin/postgres" --single -D "$data.new" postgres
  mv "$data.new" "$data"
fi
exec "$bin/postgres" -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp
