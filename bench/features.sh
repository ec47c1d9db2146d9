#!/usr/bin/env bash
# Features per second against eager PyTorch (python3-torch, python3-pil); writes bench/results/features.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" features --output bench/results/features.md "$@"
