#!/usr/bin/env bash
# Mean quality of unseen reals, and its distance from uniform, over the number of reals (dataset-fashion-mnist, emoji from npm, --data DIR); writes bench/results/calibration.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" calibration --output bench/results/calibration.md "$@"
