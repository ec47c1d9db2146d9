#!/usr/bin/env bash
# Table 3: the picker's remaining rate against truncation from 1 to .5, with a picture. Writes bench/results/picker.md and picker.svg.
# --samples N ranks 2 N samples and draws N of those kept: --samples 5000 is the paper's protocol. --rates 1,0.9,0.5 measures some rates alone. GENERATOR (stylegan) is another
# run's name, or kind; the table and picture of another than stylegan have its name.
source "$(dirname "$0")/common.sh"
kind=${GENERATOR:-stylegan}
generator "$kind" --kind "$kind"
name=picker${GENERATOR:+-$GENERATOR}
exec "$benchmarks" picker --run "$runs/$kind" --real "$test" --threads "$threads" --picture "bench/results/$name.svg" --output "bench/results/$name.md" "$@"
