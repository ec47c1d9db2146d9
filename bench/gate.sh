#!/usr/bin/env bash
# How often does "giqa gate" fail a rerun of its baseline, and a worse generator? bench/gate.sh FOLDER [DRAWS [SECONDS]]: simulates
# into FOLDER, going on where the last run ended, then writes bench/results/gate.md.
: "${1:?name a folder for the simulated gates}"
folder=$(realpath -m "$1")
source "$(dirname "$0")/common.sh"
if [ -n "${2:-}" ]; then
  "$benchmarks" gate --work "$folder" --draws "$2" --seconds "${3:-1000000}"
fi
exec "$benchmarks" gate --work "$folder" --output bench/results/gate.md
