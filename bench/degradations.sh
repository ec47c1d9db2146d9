#!/usr/bin/env bash
# Share of pairs in which the less degraded image scores higher (dataset-fashion-mnist, emoji from npm); writes bench/results/degradations.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" degradations --output bench/results/degradations.md "$@"
