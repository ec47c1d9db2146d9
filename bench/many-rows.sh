#!/usr/bin/env bash
# Two million rows of 512 features in chunks: fit, score, compare, with their memory; writes bench/results/many-rows.md.
# "many-rows.sh FOLDER [--rows N] [--columns D] [--sample N]": FOLDER needs 4.6 GB, and is left for another run: delete it.
source "$(dirname "$0")/common.sh"
[ $# -gt 0 ] || { echo "usage: bench/many-rows.sh FOLDER" >&2; exit 2; }
exec "$benchmarks" many-rows "$@" --output bench/results/many-rows.md
