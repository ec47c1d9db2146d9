#!/usr/bin/env bash
# Table 3: the picker's remaining rate against truncation from 1 to .5, with a picture. Writes bench/results/picker.md and picker.svg.
source "$(dirname "$0")/common.sh"
generator stylegan --kind stylegan
exec "$benchmarks" picker --run "$runs/stylegan" --real "$test" --threads "$threads" --picture bench/results/picker.svg --output bench/results/picker.md "$@"
