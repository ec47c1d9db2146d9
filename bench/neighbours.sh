#!/usr/bin/env bash
# Nearest-neighbour scores against Debian's python3-faiss, python3-torch and python3-sklearn; writes bench/results/neighbours.md.
# OpenBLAS of Debian 12 does not know newer processors by name and then runs SSE3 kernels; Giqa names better ones for itself,
# so they are named here for every process.
set -euo pipefail
cd "$(dirname "$0")/.."
if grep -q avx512bw /proc/cpuinfo; then export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SkylakeX}; fi
dotnet build -c Release -v q --nologo bench/Giqa.Benchmarks
exec artifacts/bin/Giqa.Benchmarks/release/Giqa.Benchmarks neighbours --output bench/results/neighbours.md "$@"
