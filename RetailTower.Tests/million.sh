#!/usr/bin/env bash
# Measures the tower with a million orders: what pages ask and how soon they stand. Fills a folder with orders that really ran and their copies, once (about 18 GB,
# some ten minutes); a folder that is filled already is used as it is. First argument: the folder; the others go to the test runner. Beside no other work.
set -euo pipefail
folder=$(mkdir -p "${1:-${TMPDIR:-/tmp}/tower-million}" && cd "${1:-${TMPDIR:-/tmp}/tower-million}" && pwd)
shift || true
cd "$(dirname "$0")/.."
dotnet build RetailTower.sln --nologo -v quiet -c Release
[ -f "$folder/tower.db" ] || dotnet run -c Release --no-build --project RetailTower.Web -- bench --preload 1000000 --orders 100 --data-dir "$folder"
rm -f "$folder/measured.txt"
status=0
TOWER_TEST_MILLION="$folder" dotnet RetailTower.Tests/bin/Release/net10.0/RetailTower.Tests.dll -noLogo -namespace RetailTower.Tests.Million "$@" || status=$?
cat "$folder/measured.txt"
exit $status
