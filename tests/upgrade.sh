#!/usr/bin/env bash
# Rolls this release out over an older one while jobs flow: tests/upgrade.sh [commit], the commit before this when nothing is said.
# A cluster of nodes of that commit runs; its nodes are stopped and started as this release one after the other, and the whole
# history is checked. Until the last one is upgraded both releases speak to each other, in both directions.
# The last line printed is the verdict; the exit code is 0 when every promise held.
set -uo pipefail
cd "$(dirname "$0")/.."
. tests/servers.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

commit=${1:-$(git rev-parse HEAD~1)}
folder=$(mktemp -d)
chmod 755 "$folder"
clean_up() {
  stop_postgres
  git worktree remove --force "$folder/older" 2>/dev/null
  rm -rf "$folder"
}
trap clean_up EXIT

git worktree add --detach "$folder/older" "$commit" >/dev/null || { echo "UPGRADE FAILED: there is no commit $commit"; exit 1; }
dotnet build "$folder/older/src/ActorJobs.Node" -c Release -v quiet -nologo -p:RunAnalyzers=false \
  || { echo "UPGRADE FAILED: the older release does not build"; exit 1; }
if [ -z "${ACTORJOBS_NO_BUILD:-}" ]; then
  dotnet build tests/ActorJobs.Cluster.Tests -c Release -v quiet -nologo || { echo "UPGRADE FAILED: the build failed"; exit 1; }
fi
need_postgres && start_postgres "$folder" || { echo "UPGRADE FAILED: PostgreSQL did not start"; exit 1; }

export ACTORJOBS_TEST_POSTGRES=postgres://postgres@127.0.0.1:$postgres_port/postgres
export ACTORJOBS_CHAOS_REPORT=$folder/report
ACTORJOBS_OLDER_NODE=$(ls "$folder"/older/src/ActorJobs.Node/bin/Release/net*/ActorJobs.Node.dll)
export ACTORJOBS_OLDER_NODE
dotnet test tests/ActorJobs.Cluster.Tests -c Release --no-build --nologo --filter Cluster=rolling >"$folder/tests.log" 2>&1
code=$?
[ $code = 0 ] || cat "$folder/tests.log"
cat "$folder/report" 2>/dev/null
if [ $code = 0 ]; then
  echo "UPGRADE OK: from $(git log -1 --format='%h %s' "$commit")"
else
  echo "UPGRADE FAILED: from $commit"
fi
exit $code
