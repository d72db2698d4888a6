#!/usr/bin/env bash
# Ends random processes of a cluster (gateway, scheduler, three workers) every five seconds while jobs flow, and checks the whole
# history afterwards: tests/chaos.sh [minutes] [kill|stop] [postgres|redis]; 10, kill and postgres when nothing is said. "kill" is
# SIGKILL, "stop" is SIGTERM. ACTORJOBS_CHAOS_SEED=n repeats the choices of a run; ACTORJOBS_NO_BUILD=1 takes what is built.
# The last line printed is the verdict; the exit code is 0 when every promise held.
set -uo pipefail
cd "$(dirname "$0")/.."
. tests/servers.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

minutes=${1:-10} how=${2:-kill} store=${3:-postgres}
case $minutes in '' | *[!0-9.]* | *.*.*) echo "chaos.sh: '$minutes' is not a number of minutes" >&2; exit 2 ;; esac
case $how in kill | stop) ;; *) echo "chaos.sh: '$how' is neither kill nor stop" >&2; exit 2 ;; esac
case $store in postgres) name=Postgres ;; redis) name=Redis ;; *) echo "chaos.sh: no store '$store'" >&2; exit 2 ;; esac
ACTORJOBS_CHAOS_SECONDS=$(awk -v minutes="$minutes" 'BEGIN { printf "%d", minutes * 60 }')

folder=$(mktemp -d)
chmod 755 "$folder"
clean_up() {
  [ -n "${follower:-}" ] && kill "$follower" 2>/dev/null
  stop_postgres
  rm -rf "$folder"
}
trap clean_up EXIT

if [ "$store" = redis ]; then # the test starts its own
  need_redis || { echo "CHAOS FAILED: there is no Redis"; exit 1; }
else
  need_postgres && start_postgres "$folder" || { echo "CHAOS FAILED: PostgreSQL did not start"; exit 1; }
  export ACTORJOBS_TEST_POSTGRES=postgres://postgres@127.0.0.1:$postgres_port/postgres
fi
if [ -z "${ACTORJOBS_NO_BUILD:-}" ]; then
  dotnet build tests/ActorJobs.Cluster.Tests -c Release -v quiet -nologo || { echo "CHAOS FAILED: the build failed"; exit 1; }
fi

ACTORJOBS_CHAOS_REPORT=$folder/report
: >"$ACTORJOBS_CHAOS_REPORT"
tail -f "$ACTORJOBS_CHAOS_REPORT" &
follower=$!
export ACTORJOBS_CHAOS_SECONDS ACTORJOBS_CHAOS_REPORT ACTORJOBS_CHAOS_STORE=$name
dotnet test tests/ActorJobs.Cluster.Tests -c Release --no-build --nologo \
  --filter "Chaos=$how" >"$folder/tests.log" 2>&1
code=$?

kill "$follower" 2>/dev/null
wait "$follower" 2>/dev/null
[ $code = 0 ] || cat "$folder/tests.log"
verdict=$(grep -E '^(HISTORY|CHAOS FAILED)' "$ACTORJOBS_CHAOS_REPORT" | tail -n 1)
echo "${verdict:-CHAOS FAILED: no verdict}"
exit $code
