#!/usr/bin/env bash
# Decode and resize against Debian's Pillow (python3-pil, python3-numpy); writes bench/results/images.md.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release -v q --nologo bench/Giqa.Benchmarks
exec artifacts/bin/Giqa.Benchmarks/release/Giqa.Benchmarks images --output bench/results/images.md "$@"
