#!/usr/bin/env bash
# The tests that prove the tower's promises, at night's length: fifty kills in a row, a flood of a minute, many random scripts. Ends as run.sh does.
export TOWER_TEST_KILLS="${TOWER_TEST_KILLS:-50}" TOWER_TEST_FLOOD_SECONDS="${TOWER_TEST_FLOOD_SECONDS:-60}" TOWER_TEST_SCRIPTS="${TOWER_TEST_SCRIPTS:-100000}"
exec "$(dirname "$0")/run.sh" -class RetailTower.Tests.Journeys.KilledTowerTests -class RetailTower.Tests.Safety.FloodTests -class RetailTower.Tests.Engine.Invariants.InvariantTests "$@"
