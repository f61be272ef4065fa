#!/usr/bin/env bash
# Runs every test and ends with the line "N passed, N failed". Exit code 0 only if none failed.
#
#   ./test/run.sh                      all of them
#   ./test/run.sh --seeds 50000        the simulation alone, with so many schedules a mode
#   ./test/run.sh --mode 1 --seed 42   one schedule of the simulation, told step by step
#   ./test/run.sh --real …             the simulation on a real table, stream and bucket: alone, or with any of these options
set -uo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

projects=(test/KinesisEnricher.Tests test/KinesisEnricher.IntegrationTests)
options=()
simulation=test/KinesisEnricher.Tests
while [ $# -gt 0 ]; do
  takes=2
  case "$1" in
    --real) simulation=test/KinesisEnricher.IntegrationTests takes=1 ;;
    --seeds) export SIMULATION_SEEDS=${2:?--seeds takes a number} ;;
    --seed) export SIMULATION_SEED=${2:?--seed takes a number} ;;
    --mode) export SIMULATION_MODE=${2:?--mode takes 1 or 2} ;;
    *) echo "Unknown option $1. Allowed: --seeds N, --seed N, --mode 1|2, --real." >&2; exit 2 ;;
  esac
  options=(--filter "FullyQualifiedName~SimulationTests.With_" --logger "console;verbosity=detailed")
  shift "$takes"
done
[ ${#options[@]} -eq 0 ] || projects=("$simulation")

# What the integration tests start: Redis, Node for the emulators of DynamoDB, Kinesis and S3 and for the template's schemas, and a linker for the native build.
has() { command -v "$1" >/dev/null; }
install_servers() {
  local as_root=() missing=() program folder
  if has apt-get; then
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    has redis-server || missing+=(redis-server)
    has node || missing+=(nodejs)
    has npm || missing+=(npm)
    has gcc || missing+=(gcc libc6-dev)
    # No service is to begin with the package: the tests start servers of their own.
    [ ${#missing[@]} -eq 0 ] || { ${as_root[@]+"${as_root[@]}"} apt-get update -qq &&
      ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}"; }
  elif has brew; then
    has redis-server || missing+=(redis)
    has npm || missing+=(node)
    [ ${#missing[@]} -eq 0 ] || brew install "${missing[@]}"
  fi
  for program in redis-server node npm; do
    has "$program" || { echo "Not found: $program. Install Redis 7 and Node.js 20 or later, and run this again."; return 1; }
  done
  # npm writes that file last: an installation that was broken off, or is from before the lock file changed, is done again.
  for folder in test/KinesisEnricher.IntegrationTests/{emulators,schemas}; do
    [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts || return 1
  done
}
[ "${projects[*]}" = test/KinesisEnricher.Tests ] || install_servers || { echo "0 passed, 1 failed"; exit 1; }

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

status=0
dotnet build KinesisEnricher.sln -v quiet -clp:NoSummary || { echo "0 passed, 1 failed"; exit 1; }
for project in "${projects[@]}"; do
  dotnet test "$project" --no-build ${options[@]+"${options[@]}"} --logger "trx;LogFileName=$(basename "$project").trx" --results-directory "$results" || status=1
done

# A linter of its own for the template, where it is installed: the tests read the template in any case.
if [ ${#options[@]} -eq 0 ] && has cfn-lint; then cfn-lint serverless.template || status=1; fi

# Counters of the result files: what the runner itself says it ran.
count() { grep -ho "<Counters [^>]*" "$results"/*.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
failed=$(( $(count total) - passed ))
[ "$failed" -eq 0 ] && [ "${passed:-0}" -gt 0 ] || status=1
[ "$status" -eq 0 ] || echo "What the servers printed: $(ls -d test/KinesisEnricher.IntegrationTests/bin/*/*/server-logs 2>/dev/null)"
echo "${passed:-0} passed, $failed failed"
exit $status
