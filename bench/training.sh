#!/usr/bin/env bash
# Training steps a second against the same loop in Debian's python3-torch; writes bench/results/training.md. About six minutes on two
# quiet cores. OpenBLAS gets one thread on both sides: its own beside libtorch's make Python's steps two to three times slower.
source "$(dirname "$0")/common.sh"
export OPENBLAS_NUM_THREADS=1
exec "$benchmarks" training --output bench/results/training.md "$@"
