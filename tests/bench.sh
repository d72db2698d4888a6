#!/usr/bin/env bash
# Measures ActorJobs and prints one table and one JSON line per figure.
#
#   tests/bench.sh [sqlite|postgres|redis]          rates, latency and memory of one store (sqlite)
#   tests/bench.sh [postgres|redis] --peers         ActorJobs and its rivals in turn, by the peers' own driver
#   tests/bench.sh costs [PEER…]                    what one job costs the store: WAL, commits, round trips, commands
#   tests/bench.sh telemetry sqlite|postgres|redis  what exporters of metrics, spans and log lines cost a drain
#   tests/bench.sh scale sqlite|postgres|redis      claims with a backlog, with history, under a held snapshot
#
# DATABASE_URL or REDIS_URL name a server to use: a database of our own is made there, a Redis must be empty. Without
# them a server is started in a temporary folder on a free port (PG_BIN: folder of initdb). PEERS_DIR is a checkout of
# the peers, set up and started; costs and --peers use it. BENCH_REPETITIONS (3), BENCH_JOBS (50000; costs 20000, scale
# 100000), BENCH_PARTS (client,latency,http,store), BENCH_BACKLOG (1000000), BENCH_HOLD_SECONDS (300).
set -euo pipefail
cd "$(dirname "$0")/.."
# Published, as a node is shipped: compiled ahead for this machine.
program=tests/ActorJobs.Benchmarks/bin/published/ActorJobs.Benchmarks.dll

fail() {
  echo "bench.sh: $1" >&2
  exit 2
}

# A and B, B and A …: only ratios of runs that took turns say something.
compare_with_peers() {
  local store=$1
  local peers
  case $store in
    postgres) peers=(graphile pgboss) ;;
    redis) peers=(bullmq) ;;
    *) fail "--peers compares stores that rivals share: postgres and redis" ;;
  esac
  [ -n "${PEERS_DIR:-}" ] || fail "--peers wants PEERS_DIR, a checkout of the peers (setup.sh and up.sh done)"
  [ -x "$PEERS_DIR/compare.py" ] || fail "PEERS_DIR ($PEERS_DIR) is no checkout of the peers: no compare.py"
  local peer settings
  for peer in "${peers[@]}"; do
    settings=()
    case $peer in
      pgboss) settings=(--env-b BATCH=1000 --env-b NOTIFY=1) ;;
      bullmq) settings=(--env-b CONC=100) ;;
    esac
    "$PEERS_DIR/compare.py" custom "$peer" --cmd-a "dotnet $PWD/$program peer --store $store" \
      --store-a "${store/postgres/pg}" --jobs "${BENCH_JOBS:-50000}" --reps "${BENCH_REPETITIONS:-3}" \
      ${settings[@]+"${settings[@]}"}
  done
}

words=()
peers=
for word in "$@"; do
  case $word in
    --peers) peers=yes ;;
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    -*) fail "there is no option $word" ;;
    *) words+=("$word") ;;
  esac
done
case $(uname -m) in
  x86_64) machine=linux-x64 ;;
  aarch64) machine=linux-arm64 ;;
  *) fail "nothing is published for $(uname -m)" ;;
esac
for project in src/ActorJobs.Node tests/ActorJobs.Benchmarks; do
  dotnet publish "$project" -c Release -r "$machine" -o "$project/bin/published" -v quiet -nologo >&2
done
if [ -n "$peers" ]; then
  compare_with_peers "${words[0]:-sqlite}"
  exit
fi
exec dotnet "$program" ${words[@]+"${words[@]}"}
