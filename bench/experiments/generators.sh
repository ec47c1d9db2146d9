#!/usr/bin/env bash
# Table 2: QS, DS, FID, precision and recall of the generators over their training. Writes bench/results/generators.md.
source "$(dirname "$0")/common.sh"
generator dcgan --kind dcgan
generator stylegan --kind stylegan
generator wgan-gp --kind wgan-gp
exec "$benchmarks" generators --runs "$runs/wgan-gp,$runs/dcgan,$runs/stylegan" --real "$test" --threads "$threads" --output bench/results/generators.md "$@"
