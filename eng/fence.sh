#!/usr/bin/env bash
# eng/fence.sh record FOLDER   Runs a fixed set of commands on images that it paints itself, and keeps what they print and write.
# eng/fence.sh check FOLDER    Runs them again and compares every byte; says which files differ, and ends with 1 where one does.
# For changes that should change nothing: record before, check after. On one machine: another processor may round sums differently.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
GIQA=${GIQA:-$root/giqa}

usage() { sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
[ $# -eq 2 ] && case $1 in record | check) ;; *) usage ;; esac || usage

# Discs on a slope, with grain: PPM files that need nothing but awk.
paint() { # FOLDER COUNT SIZE SEED GRAIN
  mkdir -p "$1"
  local i
  for ((i = 0; i < $2; i++)); do
    LC_ALL=C awk -v n="$3" -v s="$(($4 * 1000 + i))" -v grain="$5" 'BEGIN {
      srand(s); a = rand(); b = rand(); cx = n * (.3 + .4 * rand()); cy = n * (.3 + .4 * rand()); r = n * (.1 + .2 * rand())
      printf "P6\n%d %d\n255\n", n, n
      for (y = 0; y < n; y++) for (x = 0; x < n; x++) {
        inside = (x - cx) * (x - cx) + (y - cy) * (y - cy) < r * r
        for (c = 0; c < 3; c++) { v = inside ? 255 * (c == 0 ? a : b) : 120 + 100 * (a * x + b * y) / n / (c + 1); v += grain * (rand() - .5); v = v < 1 ? 1 : (v > 255 ? 255 : int(v)); printf "%c", v }
      } }' >"$1/$(printf %03d "$i").ppm"
  done
}

inputs() {
  paint real 90 24 1 20
  paint good 60 24 2 20
  paint poor 55 24 3 140
  head -c 700 poor/003.ppm >poor/cut.ppm
  mkdir -p good/more && mv good/05*.ppm good/more/
  { echo left,right,choice,observer; for i in 01 02 03 04 05 06 07 08; do echo "good/0$i.ppm,poor/0$i.ppm,left,a"; echo "poor/0$i.ppm,good/0$i.ppm,$([ "$i" = 05 ] && echo left || echo right),b"; done; } >pairs.csv
  { echo image,score; for i in $(seq -w 0 49); do echo "good/0$i.ppm,4.$((10#$i % 10))"; echo "poor/0$i.ppm,2.$((10#$i % 10))"; done; } >opinions.csv
}

# Runs one command; its name stands for stdout, stderr and the exit code. What depends on the clock is left out.
run() { # NAME ARGUMENTS...
  local name=$1 code=0
  shift
  "$GIQA" "$@" --threads 2 >"out/$name.stdout" 2>"out/$name.stderr.raw" </dev/null || code=$?
  { echo "exit $code"; grep -vE '^set-up:|images/s|[0-9] s( |$|\))' "out/$name.stderr.raw" || true; } >"out/$name.stderr"
  rm "out/$name.stderr.raw"
}

commands() {
  export XDG_CACHE_HOME=$PWD/cache
  local metrics=qs,ds,fid,kid,pr,dc
  run extract extract real --out out/real.safetensors --json
  run fit-gmm fit real --out out/gmm.giqa --json
  run fit-paper fit real --out out/paper.giqa --chain paper --components 2 --holdout 0.2 --seed 3
  run fit-knn fit real --out out/knn.giqa --method knn --neighbours 3
  run fit-sgm fit out/real.safetensors --out out/sgm.giqa --method sgm --covariance diag
  for model in gmm paper knn sgm; do
    run "show-$model" models show "out/$model.giqa" --json
    run "score-$model" score good poor --model "out/$model.giqa" --out "out/$model.csv" --json
  done
  run score-report score good poor --model out/gmm.giqa --report out/score.html --extra realism,rarity,authenticity --real real
  run pick pick good poor --model out/gmm.giqa --keep 0.5 --copy-to out/picked --json
  run compare compare good poor --real real --metrics $metrics --json
  run compare-tables compare good poor --real real --metrics $metrics
  run compare-report compare good poor --real real --metrics $metrics --report out/compare.html
  run compare-one compare good --real real --all-conventions --json
  run compare-refused compare good/000.ppm --real real --json
  run agree agree pairs.csv --model out/gmm.giqa --scores out/knn.csv --json
  run agree-opinions agree opinions.csv --scores out/gmm.csv --json
  run report report out/gmm.csv --images . --out out/report.html
  run export models export out/gmm.giqa --size 24 --out out/gmm.onnx
  run prefer train prefer opinions.csv --images good --images poor --real real --out out/prefer.giqa --json
  run models-list models list --json
  run unknown score good --model missing.giqa
  for verb in fit score pick compare agree report serve "train mbc" "models show"; do
    # shellcheck disable=SC2086
    run "help-${verb// /-}" $verb --help
  done
}

mkdir -p "$2"
folder=$(cd "$2" && pwd)
# Always in the same place: models and documents name the folders of their images.
work=$folder/work
rm -rf "$work"
mkdir "$work"
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir out
inputs
commands
if [ "$1" = record ]; then
  rm -rf "$folder/out"
  cp -R out "$folder/out"
  echo "recorded $(find "$folder/out" -type f | wc -l) files in $folder/out"
elif diff -rq "$folder/out" out; then
  echo "all $(find out -type f | wc -l) files are as they were"
else
  rm -rf "$folder/now"
  cp -R out "$folder/now"
  echo "what differs is in $folder/now" >&2
  exit 1
fi
