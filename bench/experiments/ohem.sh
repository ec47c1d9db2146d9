#!/usr/bin/env bash
# Table 4: the same training with and without hard negatives weighed, SEEDS (3) of each, and the picker on top. Writes bench/results/ohem.md.
# The judge is a mixture of Gaussians; it looks at the samples of every JUDGE_EVERY-th (8th) iteration, since on a CPU it costs more than a step.
source "$(dirname "$0")/common.sh"
[ -e "$runs/judge.giqa" ] || "$giqa" fit "$train:0..5000" --out "$runs/judge.giqa" --threads "$threads" >&2
for ((seed = 0; seed < ${SEEDS:-3}; seed++)); do
  generator "plain-$seed" --kind dcgan --seed "$seed"
  generator "ohem-$seed" --kind dcgan --seed "$seed" --ohem "$runs/judge.giqa" --ohem-every "${JUDGE_EVERY:-8}"
  plain=${plain:+$plain,}$runs/plain-$seed
  ohem=${ohem:+$ohem,}$runs/ohem-$seed
done
exec "$benchmarks" ohem --plain "$plain" --ohem "$ohem" --real "$test" --threads "$threads" --output bench/results/ohem.md "$@"
