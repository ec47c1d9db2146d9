#!/usr/bin/env bash
# Table 1: pair accuracy of RankIQA, BC, IR, MBC, SGM, GMM and KNN. Learned scorers see a DCGAN's snapshots, pairs come from a style-based
# generator's and a WGAN-GP's. Writes bench/results/scorers.md. --degraded 0,0.5 sets shares of degraded images side by side, --models DIR keeps what was trained,
# for a run that is broken off, --fitted none leaves the fitted models out. Two networks of NIMA's and DeepIQA's shapes, trained here on damaged pictures and
# imported (foreign_scorers.py), stand at the end; --given "" leaves them out. A small one: ITERATIONS=1500 bench/experiments/scorers.sh --pairs 300 --seeds 1 --epochs 4 --real ...:0..1500
source "$(dirname "$0")/common.sh"
generator dcgan --kind dcgan
generator stylegan --kind stylegan
generator wgan-gp --kind wgan-gp
features
foreign=$runs/foreign
[ -e "$foreign/deepiqa.onnx" ] || /usr/bin/python3 bench/experiments/foreign_scorers.py "$train" "$foreign" >&2
# take NAME OPTION...: a network that became a model, calibrated on reals that it was not trained on.
take() {
  [ -e "$foreign/$1-shaped-trained-here.giqa" ] || "$giqa" models import "$foreign/$1.onnx" --as scorer "${@:2}" --real "$train:30000..31000" --out "$foreign/$1-shaped-trained-here.giqa" --no-cache >&2
}
take nima --reduce mean-of-bins --better high --scaling symmetric
take deepiqa --reduce scalar --better low --scaling bytes
exec "$benchmarks" scorers --train "$runs/dcgan" --test "$runs/stylegan,$runs/wgan-gp" --real "$train:0..5000" --heldout "$test:0..1000" --fitted "$reals" \
  --given "$foreign/nima-shaped-trained-here.giqa,$foreign/deepiqa-shaped-trained-here.giqa" --threads "$threads" --picture bench/results/scorers.svg --output bench/results/scorers.md "$@"
