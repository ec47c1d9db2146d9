#!/usr/bin/env bash
# Table 2: QS, DS, FID, precision and recall of the generators over their training. Writes bench/results/generators.md.
#
#   bench/experiments/generators.sh [--iterations all|last|N] [--samples 1500] [--real INPUT] [--conditions INPUT] [--method gmm|knn] ...
#
# GENERATORS names the kinds (dcgan stylegan wgan-gp pggan pix2pix pix2pixhd spade); "dcgan:2700 pggan:900:120" trains each for so many iterations, with three snapshots, the
# second in stages of 120; SEEDS ("0") names the trainings of each. --iterations 3 measures the last three snapshots of each. Conditional ones start from
# maps computed from the images of CONDITIONS, which none was trained on. TRAIN, TEST and CONDITIONS are other images than Fashion-MNIST's, SET a name for their
# runs, OPTIONS what trainings take beside the kind ("--size 64 --mirror"): with SET=emoji the table goes to bench/results/generators-emoji.md.
source "$(dirname "$0")/common.sh"
set=${SET:+$SET-}
usual=$iterations
for entry in ${GENERATORS:-dcgan stylegan wgan-gp pggan pix2pix pix2pixhd spade}; do
  IFS=: read -r kind own stage <<<"$entry"
  iterations=${own:-$usual} steps=()
  [ -z "$own" ] || steps=(--snapshots "$((own / 3)),$((own * 2 / 3)),$own")
  [ -z "$stage" ] || steps+=(--stage "$stage")
  for seed in ${SEEDS:-0}; do
    name=$set$kind
    [ "$seed" = 0 ] || name+=-$seed
    # shellcheck disable=SC2086
    generator "$name" --kind "$kind" --seed "$seed" "${steps[@]}" ${OPTIONS:-}
    all=${all:+$all,}$runs/$name
  done
done
[ -n "${TEST:-}" ] || test=$test:0..3000
exec "$benchmarks" generators --runs "$all" --real "$test" --conditions "${CONDITIONS:-$fashion/t10k-images-idx3-ubyte.gz:8500..10000}" --samples 1500 --threads "$threads" \
  --output "bench/results/generators${SET:+-$SET}.md" "$@"
