#!/usr/bin/env bash
# Runs every test and ends with the line "N passed, N failed". Exit code 0 only if none failed.
set -uo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

status=0
dotnet build KinesisEnricher.sln -v quiet -clp:NoSummary || { echo "0 passed, 1 failed"; exit 1; }
for project in test/KinesisEnricher.Tests test/KinesisEnricher.IntegrationTests; do
  dotnet test "$project" --no-build --logger "trx;LogFileName=$(basename "$project").trx" --results-directory "$results" || status=1
done

# Counters of the result files: what the runner itself says it ran.
count() { grep -ho "<Counters [^>]*" "$results"/*.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
failed=$(( $(count total) - passed ))
[ "$failed" -eq 0 ] && [ "${passed:-0}" -gt 0 ] || status=1
echo "${passed:-0} passed, $failed failed"
exit $status
