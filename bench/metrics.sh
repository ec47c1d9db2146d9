#!/usr/bin/env bash
# FID, KID, precision, recall, density, coverage and IS against the Python tools' definitions (python3-numpy, -scipy, -sklearn,
# -torch); writes bench/results/metrics.md, or with "--only kid" prints that row. "metrics.sh scale [N ...]" writes bench/results/metrics-scale.md instead.
source "$(dirname "$0")/common.sh"
if [ "${1:-}" = scale ]; then
  exec "$benchmarks" metrics-scale "${@:2}" --output bench/results/metrics-scale.md
fi
case " $* " in *" --only "*) exec "$benchmarks" metrics "$@" ;; esac
exec "$benchmarks" metrics --output bench/results/metrics.md "$@"
