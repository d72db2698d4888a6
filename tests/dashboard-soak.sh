#!/usr/bin/env bash
# The long version of ActorJobs.Dashboard.Tests' LoadTests: how long the list takes for each filter with a million jobs in
# history on PostgreSQL, and what the gateway's memory does with ten open tabs while jobs flow.
#
#   tests/dashboard-soak.sh [minutes]     (10)
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/servers.sh
folder=$(mktemp -d)
chmod 755 "$folder"
clean_up() {
  stop_postgres || true
  rm -rf "$folder"
}
trap clean_up EXIT
need chromium chromium && need_postgres
POSTGRES_SHARED_BUFFERS=${POSTGRES_SHARED_BUFFERS:-512MB} start_postgres "$folder"
export ACTORJOBS_TEST_POSTGRES=postgres://postgres@127.0.0.1:$postgres_port/postgres
export ACTORJOBS_SOAK_ROWS=${ACTORJOBS_SOAK_ROWS:-1000000} ACTORJOBS_SOAK_SECONDS=$((${1:-10} * 60))
dotnet test tests/ActorJobs.Dashboard.Tests -c Release --filter LoadTests --logger "console;verbosity=detailed"
