#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test. Last line: N passed, N failed, N skipped.
# Arguments go to the test runner, for example: run.sh -namespace "RetailTower.Tests.Host*"
set -uo pipefail
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  echo "Chromium is absent; installing it for the browser tests."
  { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium; } >/dev/null \
    || { echo "Chromium could not be installed through apt; install it as /usr/bin/chromium and run again." >&2; exit 1; }
fi

if ! command -v redis-server >/dev/null; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  echo "Redis is absent; installing it for the tests of several nodes."
  { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends redis-server; } >/dev/null \
    || echo "Redis could not be installed through apt; the tests that need it are skipped." >&2
fi

dotnet build RetailTower.sln --nologo -v quiet || exit 1

# Many tests wait for a landscape's own time more than they compute, so one more than there are processors runs at once.
results=$(mktemp)
trap 'rm -f "$results"' EXIT
dotnet RetailTower.Tests/bin/Debug/net10.0/RetailTower.Tests.dll -noLogo -maxThreads 1.5x "$@" -result-xml "$results"
status=$?

# What was skipped, and why, so that a green run never hides it; and what failed, once more, since in a long run's output it is easily lost.
sed 's/<test /\n&/g' "$results" | sed -n '
  s/^<test [^>]* name="\([^"]*\)"[^>]*result="Skip".*<reason>\([^<]*\).*/skipped: \1: \2/p
  s/^<test [^>]* name="\([^"]*\)"[^>]*result="Fail".*<message>\(<!\[CDATA\[\)\?\([^]<]*\).*/failed: \1: \3/p
' | sort -ru
count() { grep -o '<assembly [^>]*' "$results" | grep -o " $1=\"[0-9]*\"" | head -n 1 | tr -dc '0-9'; }
errors=$(count errors)
passed=$(count passed) failed=$(count failed) skipped=$(count skipped)
echo "${passed:-0} passed, $(( ${failed:-0} + ${errors:-0} )) failed, ${skipped:-0} skipped"
exit $status
