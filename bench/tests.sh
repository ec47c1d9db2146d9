#!/usr/bin/env bash
# Do the tests of "giqa compare" hold on equal generators, and what do they find? bench/tests.sh FOLDER [DRAWS [SECONDS]]: simulates
# into FOLDER, going on where the last run ended (once without DS, once with DS alone), then writes bench/results/tests.md.
: "${1:?name a folder for the simulated tests}"
folder=$(realpath -m "$1")
source "$(dirname "$0")/common.sh"
if [ -n "${2:-}" ]; then
  "$benchmarks" tests --work "$folder" --draws "$2" --seconds "${3:-1000000}"
  "$benchmarks" tests --work "$folder" --draws "$2" --seconds "${3:-1000000}" --ds
fi
exec "$benchmarks" tests --work "$folder" --output bench/results/tests.md
