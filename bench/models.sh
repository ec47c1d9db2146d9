#!/usr/bin/env bash
# PCA, Gaussian mixtures and k-means against Debian's scikit-learn (python3-sklearn); writes bench/results/models.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" models --output bench/results/models.md "$@"
