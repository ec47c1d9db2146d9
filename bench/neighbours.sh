#!/usr/bin/env bash
# Nearest-neighbour scores against Debian's python3-faiss, python3-torch and python3-sklearn; writes bench/results/neighbours.md.
# "neighbours.sh many [NxD[xK] ...] [--whitened]" shows instead what models of 200,000 and of a million references cost, and writes bench/results/many-references.md.
source "$(dirname "$0")/common.sh"
if [ "${1:-}" = many ]; then
  exec "$benchmarks" many-references "${@:2}" --output bench/results/many-references.md
fi
exec "$benchmarks" neighbours --output bench/results/neighbours.md "$@"
