#!/usr/bin/env bash
# Builds everything and runs every test. Works from a clean clone on a Debian machine with the .NET SDK; what else the tests
# need is installed from Debian's packages. The last line printed is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

need() { # need COMMAND PACKAGE
  command -v "$1" >/dev/null 2>&1 && return
  if [ -z "${apt_updated:-}" ]; then
    apt-get update -qq || { echo "run.sh: $1 is missing and apt-get update failed; install package $2" >&2; exit 1; }
    apt_updated=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2" >/dev/null \
    || { echo "run.sh: package $2 could not be installed" >&2; exit 1; }
}
need curl curl
need setsid util-linux

log=$(mktemp)
trap 'rm -f "$log"' EXIT

if ! dotnet build ActorJobs.sln -c Release -v quiet -nologo; then
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

# One test project at a time: several of them start real processes and would disturb each other's deadlines on two cores.
dotnet test ActorJobs.sln -c Release --no-build -m:1 --logger "console;verbosity=normal" "$@" 2>&1 | tee "$log"
code=${PIPESTATUS[0]}

awk -v code="$code" '
  /^ *Passed: / { passed += $2 } /^ *Failed: / { failed += $2 } /^ *Skipped: / { skipped += $2 }
  END {
    if (code != 0 && failed == 0) failed = 1
    if (passed + failed == 0) failed = 1
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0
  }' "$log"
