#!/usr/bin/env bash
# The managed linear algebra against OpenBLAS; writes bench/results/linear-algebra.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" algebra --output bench/results/linear-algebra.md "$@"
