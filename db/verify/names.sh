#!/usr/bin/env bash
# Checks the names of db/migrations: YYYY-MM-DD_NN_Name.sql, real dates, numbered 01, 02 … within a day. With a git revision as
# argument (names.sh origin/main) also that no script of that revision was changed or removed, and that new ones sort after its last.
set -euo pipefail
cd "$(dirname "$0")/../migrations"
faults=0
fault() { echo "db/migrations/$1: $2" >&2; faults=$((faults + 1)); }

day=''; number=0
for script in *; do
  if [[ ! $script =~ ^([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{2})_[A-Z][A-Za-z0-9]*\.sql$ ]]; then fault "$script" 'is not named YYYY-MM-DD_NN_Name.sql'; continue; fi
  this=${BASH_REMATCH[1]}; found=$((10#${BASH_REMATCH[2]}))
  [[ $(date -d "$this" +%F 2>/dev/null) == "$this" ]] || fault "$script" "has no real date ($this)"
  [[ $this == "$day" ]] || number=0
  number=$((number + 1)); day=$this
  ((found == number)) || fault "$script" "should have number $(printf %02d "$number") within its day"
  number=$found
done

if [[ $# -gt 0 ]]; then
  last=$(git ls-tree --name-only "$1" ./ | sort | tail -n 1)
  while IFS=$'\t' read -r status path; do
    name=${path##*/}
    if [[ $status != A ]]; then fault "$name" "is part of $1 and must stay as it is"
    elif [[ -n $last && ! $name > ${last##*/} ]]; then fault "$name" "sorts before ${last##*/} of $1, so databases that have that one would get it late"; fi
  done < <(git diff --no-renames --name-status "$1" -- .)
fi
exit $((faults > 0))
