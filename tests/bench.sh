#!/usr/bin/env bash
# Measures ActorJobs and prints one table and one JSON line per figure.
#
#   tests/bench.sh [sqlite|postgres|redis]          rates, latency and memory of one store (sqlite)
#   tests/bench.sh sqlite postgres                  the client's rates and the drain of two stores, side by side
#   tests/bench.sh http [sqlite|postgres|redis]     enqueue over HTTP beside the client of .NET (postgres); wants wrk
#   tests/bench.sh pieces [client|gateway|reader|wire|worker…]  bytes allocated and time for a job, piece by piece
#   tests/bench.sh postgres --peers [--keep]        ActorJobs, graphile-worker, pg-boss, Hangfire and Quartz.NET, taking turns
#   tests/bench.sh redis --peers [--keep]           ActorJobs, BullMQ and Hangfire, taking turns
#   tests/bench.sh costs [--peers] [PEER…]          what one job costs the store: WAL, commits, round trips, commands
#   tests/bench.sh telemetry sqlite|postgres|redis  what exporters of metrics, spans and log lines cost a drain
#   tests/bench.sh delayed sqlite|postgres|redis    jobs that wait for their time: taken in, idle, and how late they start
#   tests/bench.sh scale sqlite|postgres|redis      claims with a backlog, with history, under a held snapshot
#   tests/bench.sh nodes postgres|redis             slots in use, and a drain, by 1, 2, 4 and 8 worker processes
#   tests/bench.sh partitions postgres|redis        the same by 1, 2 and 4 partitions of the queue, two worker processes
#
# DATABASE_URL or REDIS_URL name a server to use: a database of our own is made there, a Redis must be empty. Without
# them a server is started in a temporary folder on a free port (PG_BIN: folder of initdb); --peers, costs and scale
# always start their own. --peers installs the programs in tests/peers by npm and publishes tests/ActorJobs.Benchmarks.Peers.
# Of .NET's peers each gets 3000 jobs at most (Redis 10000), as they are slow. --keep writes tests/results/DATE-STORE-peers.jsonl: a
# line with commit, machine, versions and settings, then the lines of figures. BENCH_REPETITIONS (3), BENCH_JOBS (50000;
# costs 20000, telemetry 100000, nodes 200000), BENCH_PARTS (client,latency,http,store), BENCH_BACKLOG (1000000), BENCH_DUE (5000),
# BENCH_HOLD_SECONDS (300), BENCH_NODES (1,2,4,8), BENCH_PARTITIONS (1,2,4),
# BENCH_WORKERS (2), BENCH_SECONDS (10; for so long nodes have jobs that sleep).
set -euo pipefail
cd "$(dirname "$0")/.."
# Published, as a node is shipped: compiled ahead for this machine.
program=tests/ActorJobs.Benchmarks/bin/published/ActorJobs.Benchmarks.dll

fail() {
  echo "bench.sh: $1" >&2
  exit 2
}

install_peers() {
  command -v npm >/dev/null || fail "--peers wants npm"
  npm install --prefix tests/peers --no-package-lock --no-fund --no-audit --loglevel=error >&2
  export BENCH_PEERS=$PWD/tests/peers
  publish tests/ActorJobs.Benchmarks.Peers
  export BENCH_DOTNET_PEERS=$PWD/tests/ActorJobs.Benchmarks.Peers/bin/published/ActorJobs.Benchmarks.Peers.dll
}

publish() {
  dotnet publish "$1" -c Release -r "$machine" -o "$1/bin/published" -v quiet -nologo >&2
}

words=()
peers=
keep=
for word in "$@"; do
  case $word in
    --peers) peers=yes ;;
    --keep) keep=yes ;;
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    -*) fail "there is no option $word" ;;
    *) words+=("$word") ;;
  esac
done
if [ -n "$keep" ]; then
  [ -n "$peers" ] && [ "${words[0]:-}" != costs ] || fail "--keep goes with postgres --peers or redis --peers"
  export BENCH_KEEP=$PWD/tests/results
fi
case $(uname -m) in
  x86_64) machine=linux-x64 ;;
  aarch64) machine=linux-arm64 ;;
  *) fail "nothing is published for $(uname -m)" ;;
esac
case ${words[0]:-} in
  pieces)
    publish tests/ActorJobs.Benchmarks.Pieces
    exec dotnet tests/ActorJobs.Benchmarks.Pieces/bin/published/ActorJobs.Benchmarks.Pieces.dll "${words[@]:1}"
    ;;
  http)
    command -v wrk >/dev/null || fail "http wants wrk, which drives the gateway; install it: apt-get install wrk"
    ;;
esac
for project in src/ActorJobs.Node tests/ActorJobs.Benchmarks; do
  publish "$project"
done
if [ -n "$peers" ]; then
  install_peers
  [ "${words[0]:-}" = costs ] || words=(peers "${words[@]}")
fi
exec dotnet "$program" ${words[@]+"${words[@]}"}
