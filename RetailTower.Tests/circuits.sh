#!/usr/bin/env bash
# Two hundred people look at live screens, three of them through Chromium, while 50 orders come each second for ten minutes: how soon an order stands on a screen, how much memory
# the tower takes, and whether anything of them is left once they are gone. Beside no other work.
set -euo pipefail
export TOWER_TEST_CIRCUITS="${TOWER_TEST_CIRCUITS:-200}" TOWER_TEST_CIRCUIT_SECONDS="${TOWER_TEST_CIRCUIT_SECONDS:-600}" TOWER_TEST_CIRCUIT_RATE="${TOWER_TEST_CIRCUIT_RATE:-50}" TOWER_TEST_CIRCUIT_BROWSERS="${TOWER_TEST_CIRCUIT_BROWSERS:-3}"
cd "$(dirname "$0")/.."
dotnet build RetailTower.sln --nologo -v quiet -c Release
dotnet RetailTower.Tests/bin/Release/net10.0/RetailTower.Tests.dll -noLogo -showLiveOutput -class RetailTower.Tests.Circuits.CircuitTests "$@"
