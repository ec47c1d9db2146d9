# Sourced by the experiments: builds what they need, and trains generators that are not there yet.
# GIQA_RUNS keeps the generators' runs (artifacts/experiments); ITERATIONS says how long they train (12000); THREADS how wide (all cores).
# TRAIN and TEST are the images to learn and those to measure with (Fashion-MNIST's).
# KEEP=1 takes the runs that are there as they are, however long they were trained.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
dotnet build -c Release -v q --nologo src/Giqa.Cli
giqa=artifacts/bin/Giqa.Cli/release/Giqa.Cli
runs=${GIQA_RUNS:-artifacts/experiments}
iterations=${ITERATIONS:-12000}
threads=${THREADS:-$(nproc)}
fashion=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
train=${TRAIN:-$fashion/train-images-idx3-ubyte.gz}
test=${TEST:-$fashion/t10k-images-idx3-ubyte.gz}
mkdir -p "$runs"

# generator NAME [OPTION...]: a run of that name, trained to the end; goes on where an earlier one was broken off.
generator() {
  local run=$runs/$1
  if [ ! -e "$run/config.json" ]; then
    "$giqa" gan train "$train" --out "$run" --snapshot-images 500 --quality-model off --iterations "$iterations" --threads "$threads" "${@:2}" >&2
  elif [ -z "${KEEP:-}" ] && [ ! -e "$run/weights/$(printf %06d "$iterations").safetensors" ]; then
    "$giqa" gan train --out "$run" --resume --quality-model off --iterations "$iterations" --threads "$threads" >&2
  fi
}

# features: features of FITTED (20000) reals for the fitted models, in the file $reals.
features() {
  reals=$runs/reals-${FITTED:-20000}.safetensors
  [ -e "$reals" ] || "$giqa" extract "$train:0..${FITTED:-20000}" --out "$reals" --threads "$threads" >&2
}
