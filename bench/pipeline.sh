#!/usr/bin/env bash
# Milliseconds of one core that an image costs from its file to its score, with the default backbone, and the start apart; beside eager
# PyTorch and Pillow with the same network (python3-torch, python3-pil, python3-onnx). "pipeline.sh [FEW] [MANY] [ROUNDS]"; prints, and
# writes bench/results/pipeline.md.
source "$(dirname "$0")/common.sh"
dotnet build -c Release -v q --nologo src/Giqa.Cli
few=${1:-200} many=${2:-2000} rounds=${3:-3} table=$PWD/bench/results/pipeline.md
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export GIQA_HOME=$folder/home OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
{
  echo "# From files to scores: milliseconds of one core for an image"
  echo
  echo "$(date -u +%F), $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1), $(. /etc/os-release; echo "$PRETTY_NAME"), .NET $(dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \([^ ]*\).*/\1/p' | tail -1). \`bench/pipeline.sh\`"
  echo
  echo "Files of 256 x 256 pixels, JPEG of quality 92; processes on one thread, no cache; the least processor time of $rounds rounds that alternate, with $few and $many images."
  echo "What an image costs is the slope between the two, the start is the rest."
  echo
  /usr/bin/python3 bench/peers/pipeline.py "$PWD/artifacts/bin/Giqa.Cli/release/Giqa.Cli.dll" "$folder" "$few" "$many" "$rounds"
} | tee "$table"
