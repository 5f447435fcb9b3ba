#!/usr/bin/env bash
# The tests that prove the tower's promises, at night's length: fifty kills in a row, a flood of a minute, many random scripts,
# ten thousand orders that fail and are cured, a hundred thousand calls that are retried. Ends as run.sh does.
export TOWER_TEST_KILLS="${TOWER_TEST_KILLS:-50}" TOWER_TEST_FLOOD_SECONDS="${TOWER_TEST_FLOOD_SECONDS:-60}" TOWER_TEST_SCRIPTS="${TOWER_TEST_SCRIPTS:-100000}"
export TOWER_TEST_FAILING="${TOWER_TEST_FAILING:-10000}" TOWER_TEST_REPLAY="${TOWER_TEST_REPLAY:-100000}"
exec "$(dirname "$0")/run.sh" -class RetailTower.Tests.Journeys.KilledTowerTests -class RetailTower.Tests.Safety.FloodTests -class RetailTower.Tests.Journeys.CureOfManyTests -class RetailTower.Tests.Journeys.ReplayOfManyTests -class RetailTower.Tests.Engine.Invariants.InvariantTests "$@"
