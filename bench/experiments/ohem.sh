#!/usr/bin/env bash
# Table 4: the same training with and without hard negatives weighed, SEEDS (3) of each, and the picker on top. Writes bench/results/ohem.md.
# The judge is a mixture of Gaussians, or the model JUDGE; it looks at the samples of every JUDGE_EVERY-th (8th) iteration, since with a backbone
# it costs more than a step on a CPU. Samples of a quality below THRESHOLD (.2) are weak.
source "$(dirname "$0")/common.sh"
judge=${JUDGE:-$runs/judge.giqa}
[ -e "$judge" ] || "$giqa" fit "$train:0..5000" --out "$judge" --threads "$threads" >&2
for ((seed = 0; seed < ${SEEDS:-3}; seed++)); do
  generator "plain-$seed" --kind dcgan --seed "$seed"
  generator "ohem-$seed" --kind dcgan --seed "$seed" --ohem "$judge" --ohem-every "${JUDGE_EVERY:-8}" --ohem-threshold "${THRESHOLD:-.2}"
  plain=${plain:+$plain,}$runs/plain-$seed
  ohem=${ohem:+$ohem,}$runs/ohem-$seed
done
exec "$benchmarks" ohem --plain "$plain" --ohem "$ohem" --real "$test" --threads "$threads" --output bench/results/ohem.md "$@"
