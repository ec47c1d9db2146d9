#!/usr/bin/env bash
# Table 1: pair accuracy of RankIQA, BC, IR, MBC, SGM, GMM and KNN. Learned scorers see a DCGAN's snapshots, pairs come from a style-based
# generator's and a WGAN-GP's. Writes bench/results/scorers.md. --degraded 0,0.5 sets shares of degraded images side by side, --models DIR keeps what was trained,
# for a run that is broken off, --fitted none leaves the fitted models out. A small one: ITERATIONS=1500 bench/experiments/scorers.sh --pairs 300 --seeds 1 --epochs 4 --real ...:0..1500
source "$(dirname "$0")/common.sh"
generator dcgan --kind dcgan
generator stylegan --kind stylegan
generator wgan-gp --kind wgan-gp
features
exec "$benchmarks" scorers --train "$runs/dcgan" --test "$runs/stylegan,$runs/wgan-gp" --real "$train:0..5000" --heldout "$test:0..1000" --fitted "$reals" \
  --threads "$threads" --picture bench/results/scorers.svg --output bench/results/scorers.md "$@"
