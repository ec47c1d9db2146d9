#!/usr/bin/env bash
# Share of pairs in which the less degraded image scores higher (dataset-fashion-mnist, emoji from npm); writes bench/results/degradations.md.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release -v q --nologo bench/Giqa.Benchmarks
exec artifacts/bin/Giqa.Benchmarks/release/Giqa.Benchmarks degradations --output bench/results/degradations.md "$@"
