#!/usr/bin/env bash
# Builds everything and runs every test. Works from a clean clone on a Debian machine with the .NET SDK; what else the tests
# need is installed from Debian's packages, and a PostgreSQL and a Redis of their own are started and stopped. The last line
# printed is "N passed, N failed, N skipped". Arguments go to dotnet test.
set -uo pipefail
cd "$(dirname "$0")/.."
. tests/servers.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

fail() {
  echo "run.sh: $1" >&2
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
}

folder=$(mktemp -d)
chmod 755 "$folder"
log=$folder/tests.log
clean_up() {
  stop_postgres
  stop_redis
  rm -rf "$folder"
}
trap clean_up EXIT

need curl curl && need setsid util-linux && need faketime faketime && need ip iproute2 && need tmux tmux && need chromium chromium \
  && need_time_zones && need_postgres && need_redis && need_prometheus || fail "a package is missing"
start_postgres "$folder" || fail "PostgreSQL did not start"
start_redis "$folder" || fail "Redis did not start"
export ACTORJOBS_TEST_POSTGRES=postgres://postgres@127.0.0.1:$postgres_port/postgres
export ACTORJOBS_TEST_REDIS=redis://127.0.0.1:$redis_port

dotnet build ActorJobs.sln -c Release -v quiet -nologo || fail "the build failed"

# One test project at a time: several of them start real processes and would disturb each other's deadlines on two cores.
# Who starts this in the background (CI, nohup) often passes SIGINT on as ignored, and programs keep to that: the tests send it.
env --default-signal=INT,QUIT dotnet test ActorJobs.sln -c Release --no-build -m:1 --logger "console;verbosity=normal" "$@" 2>&1 | tee "$log"
code=${PIPESTATUS[0]}

# What failed stands once more at the end, where one looks first: the log above it is long.
awk '/^  Failed /{ lines = 25 } /^  Passed /{ lines = 0 } lines > 0 { print substr($0, 1, 240); lines-- }' "$log"

awk -v code="$code" '
  /^ *Passed: / { passed += $2 } /^ *Failed: / { failed += $2 } /^ *Skipped: / { skipped += $2 }
  END {
    if (code != 0 && failed == 0) failed = 1
    if (passed + failed == 0) failed = 1
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0
  }' "$log"
