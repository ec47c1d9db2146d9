#!/usr/bin/env bash
# bench/prefer.sh DIR [BACKBONE]: what is learned of people from so many opinions or pairs? DIR has images/ and opinions.csv
# (image,score,prompt) as AGIQA-3K is kept; the backbone is resnet18 where it is installed. Prints a Markdown table.
: "${1:?usage: bench/prefer.sh DIR [BACKBONE] [--repeats 20] [--noise 0.15]}"
dir=$(realpath "$1"); shift
source "$(dirname "$0")/common.sh"
backbone=mobilenet-mid
[ ! -e "${XDG_DATA_HOME:-$HOME/.local/share}/giqa/backbones/resnet18/ResNet18.onnx" ] || backbone=resnet18
case "${1:-}" in "" | --*) ;; *) backbone=$1; shift ;; esac
features=$(mktemp -d)/features.safetensors
trap 'rm -rf "$(dirname "$features")"' EXIT
./giqa extract "$dir/images" --backbone "$backbone" --out "$features" >&2
"$benchmarks" preferences --features "$features" --opinions "$dir/opinions.csv" "$@"
