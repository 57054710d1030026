#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# postgres.sh COMMAND... - runs a command beside a PostgreSQL of its own, in a temporary folder, reached
# by a socket there. RAPPORT_TEST_POSTGRES is its address (an empty database). The server ends with the
# command, whatever happens. Without PostgreSQL the command is skipped, and a line says so.
set -u
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ ! -x "${bin:=/usr/bin}/initdb" ]; then
    echo "ok 1 - PostgreSQL # SKIP it is not installed (package postgresql)"
    exit 0
fi

# The server refuses to run as root. It hears of this script's end even when that is killed.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid=postgres --regid=postgres --init-groups --pdeathsig INT "$@"
    fi
    exec setpriv --pdeathsig INT "$@"
}

folder=$(mktemp -d "${TMPDIR:-/tmp}/rapport-postgres.XXXXXX") || exit 1
server=
command=
finish() {
    trap '' INT TERM HUP
    [ -n "$command" ] && kill "$command" 2>/dev/null
    if [ -n "$server" ]; then
        kill -INT "$server" 2>/dev/null
        wait "$server" 2>/dev/null
    fi
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP
[ "$(id -u)" -eq 0 ] && chown postgres "$folder"

# Nothing here has to outlive a power cut.
(cd "$folder" && as_server "$bin/initdb" --pgdata="$folder/data" --username=rapport --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync) > "$folder.log" 2>&1 || {
    cat "$folder.log" >&2
    rm -f "$folder.log"
    exit 1
}
rm -f "$folder.log"
(cd "$folder" && as_server "$bin/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off \
    -c full_page_writes=off -c shared_buffers=32MB -c max_connections=30 \
    -c deadlock_timeout=100ms) > "$folder/log" 2>&1 &
server=$!
tries=0
until "$bin/pg_isready" --quiet --host="$folder"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
        cat "$folder/log" >&2
        exit 1
    fi
    sleep 0.1
done

RAPPORT_TEST_POSTGRES="postgresql://rapport@/postgres?host=$folder"
export RAPPORT_TEST_POSTGRES
"$@" <&0 &
command=$!
wait "$command"
code=$?
command=
exit "$code"
