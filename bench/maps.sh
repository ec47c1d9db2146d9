#!/usr/bin/env bash
# Do maps find local damage in the photographs of a folder? Writes bench/results/maps.md.
: "${1:?usage: bench/maps.sh DIR [--reals 900] [--images 100]}"
data=$(realpath "$1"); shift
source "$(dirname "$0")/common.sh"
exec "$benchmarks" maps --data "$data" "$@" --output bench/results/maps.md
