#!/usr/bin/env bash
# Tables 5 to 7: pair accuracy over the number of classifiers (MBC), Gaussians (GMM) and neighbours (KNN). Writes bench/results/sweeps.md.
source "$(dirname "$0")/common.sh"
generator dcgan --kind dcgan
generator stylegan --kind stylegan
generator wgan-gp --kind wgan-gp
features
exec "$benchmarks" sweeps --train "$runs/dcgan" --test "$runs/stylegan,$runs/wgan-gp" --real "$train:0..5000" --heldout "$test:0..1000" --fitted "$reals" \
  --threads "$threads" --picture bench/results/sweeps.svg --output bench/results/sweeps.md "$@"
