#!/usr/bin/env bash
# What several processes cost beside one, by processor time: bench/results/workers.md. "workers.sh FOLDER [IMAGES] [ROUNDS]": FOLDER is for what is made
# meanwhile, and is left. Needs Debian's dataset-fashion-mnist and time. One process and eight take turns, since a machine is seldom idle.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: bench/workers.sh FOLDER [IMAGES] [ROUNDS]" >&2; exit 2; }
images=${2:-5000} rounds=${3:-3} tasks=8
source "$(dirname "$0")/common.sh"
dotnet build -c Release -v q --nologo src/Giqa.Cli
giqa=$PWD/artifacts/bin/Giqa.Cli/release/Giqa.Cli.dll table=$PWD/bench/results/workers.md
data=/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz
[ -e "$data" ] || data=$(dpkg -L dataset-fashion-mnist | grep train-images)
mkdir -p "$1"
cd "$1"

cpu() { # command ...: the processor seconds of it and of all its processes
  command time -f '%U %S' -o time.txt dotnet "$giqa" "$@" --threads 1 --quiet >out.txt 2>err.txt || { cat err.txt >&2; return 1; }
  awk '{print $1 + $2}' time.txt
}
median() { sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }

row() { # words, processes started, option that names the output, command
  local words=$1 started=$2 out=$3 i; shift 3
  rm -f one.cpu many.cpu
  for ((i = 0; i < rounds; i++)); do
    cpu "$@" $out${out:+one${suffix}} >>one.cpu
    cp out.txt one.txt
    cpu "$@" $out${out:+many${suffix}} --workers $tasks ${run:-} >>many.cpu
    sed "s/many${suffix}/one${suffix}/" out.txt | cmp - one.txt
    [ -z "$out" ] || diff -r -x logs -x rounds "one${suffix}" "many${suffix}"
    rm -rf "one${suffix}" "many${suffix}"
  done
  awk -v words="$words" -v n="$started" -v one="$(median <one.cpu)" -v many="$(median <many.cpu)" \
    'BEGIN {c = (many - one) / n; printf "| %s | %.1f | %.1f | %d | %.2f | %.1f %% |\n", words, one, many, n, c, 100 * c / 60}' >>"$table.rows"
}

: >"$table.rows"
suffix=.features run='' row "\`extract\` $images images" $tasks "--out " extract "$data:0..$images" --no-cache --chunk 128
dotnet "$giqa" extract "$data:0..$images" --out real.features --quiet --no-cache >/dev/null
dotnet "$giqa" extract "$data:$images..$((2 * images))" --out generated.features --quiet --no-cache >/dev/null
suffix=.json run='--run state --cut-from 0' row "\`compare --metrics pr,dc --no-spread\`, $images against $images" $((3 * tasks)) "" compare generated.features --real real.features --metrics pr,dc --no-spread --json
suffix=.giqa run='--cut-from 0' row "\`fit --method knn\` of $images, one model for all taps" $((3 + tasks)) "--out " fit real.features --method knn --taps joint
{
  cat <<END
# Several processes beside one

$(date +%F), $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1), $(nproc) cores. \`bench/workers.sh FOLDER $images $rounds\`; processor seconds, medians of $rounds, taken in turns.

Each row is run in one process and by $tasks tasks; outputs were compared byte for byte. The last column is what a task costs beside its work where that work takes 60 s.

| command | one process | $tasks tasks | processes started | each of them costs | of a task of 60 s |
| --- | ---: | ---: | ---: | ---: | ---: |
END
  cat "$table.rows"
} >"$table"
rm "$table.rows"
cat "$table"
