#!/usr/bin/env bash
# Measures ActorJobs on one store: tests/bench.sh [store]. Prints one table and one JSON line per figure.
# BENCH_REPETITIONS (3), BENCH_JOBS (50000) and BENCH_PARTS (client,latency,http,store) may be set.
set -euo pipefail
cd "$(dirname "$0")/.."
for word in "$@"; do
  if [ "$word" = --peers ]; then
    echo "bench.sh: --peers compares stores that rivals share; SQLite, the one store of this release, has no rival there" >&2
    exit 2
  fi
done
dotnet build tests/ActorJobs.Benchmarks -c Release -v quiet -nologo
exec dotnet tests/ActorJobs.Benchmarks/bin/Release/net10.0/ActorJobs.Benchmarks.dll "$@"
