#!/usr/bin/env bash
# Nearest-neighbour scores against Debian's python3-faiss, python3-torch and python3-sklearn; writes bench/results/neighbours.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" neighbours --output bench/results/neighbours.md "$@"
