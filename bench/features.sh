#!/usr/bin/env bash
# Features per second against eager PyTorch (python3-torch, python3-pil); writes bench/results/features.md.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release -v q --nologo bench/Giqa.Benchmarks
exec artifacts/bin/Giqa.Benchmarks/release/Giqa.Benchmarks features --output bench/results/features.md "$@"
