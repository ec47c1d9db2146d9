#!/usr/bin/env bash
# PCA, Gaussian mixtures and k-means against Debian's scikit-learn (python3-sklearn); writes bench/results/models.md.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release -v q --nologo bench/Giqa.Benchmarks
exec artifacts/bin/Giqa.Benchmarks/release/Giqa.Benchmarks models --output bench/results/models.md "$@"
