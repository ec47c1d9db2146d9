#!/usr/bin/env bash
# FID, KID, precision, recall, density, coverage and IS against the Python tools' definitions (python3-numpy, -scipy, -sklearn,
# -torch); writes bench/results/metrics.md. "metrics.sh scale [N ...]" writes bench/results/metrics-scale.md instead.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release -v q --nologo bench/Giqa.Benchmarks
run=artifacts/bin/Giqa.Benchmarks/release/Giqa.Benchmarks
if [ "${1:-}" = scale ]; then
  exec "$run" metrics-scale "${@:2}" --output bench/results/metrics-scale.md
fi
exec "$run" metrics --output bench/results/metrics.md "$@"
