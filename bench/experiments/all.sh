#!/usr/bin/env bash
# All experiments that fit into a time. A broken-off run goes on where it was, and what is left out is said with the hours that it wants.
#
#   bench/experiments/all.sh --hours H [--plan] [--out DIR]
#
# Each experiment has a small size, which shows the way the figures lie, and a full one, that of bench/results. The plan takes the small ones in the order below as
# far as the time goes, then puts full ones in their place, in the same order. Minutes are those of two quiet cores, with the trainings that are not there yet; after each
# experiment they are corrected by how long it took here, and the rest is planned anew. --plan only prints it. Tables, a log for each and what is done go to DIR (artifacts/experiments/all), trainings below it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=${EXPERIMENTS:-bench/experiments} hours='' only_plan='' out=$PWD/artifacts/experiments/all
while (($#)); do
  case $1 in
    --hours) hours=${2:-}; shift 2 || shift ;;
    --out) mkdir -p "${2:?--out DIR: a folder is missing}"; out=$(cd "$2" && pwd); shift 2 ;;
    --plan) only_plan=1; shift ;;
    *) echo "all.sh: $1 is unknown; expected are --hours H [--plan] [--out DIR]" >&2; exit 2 ;;
  esac
done
[[ $hours =~ ^[0-9]*\.?[0-9]+$ ]] || { echo "all.sh: --hours '$hours': a number of hours is needed, such as --hours 2.5" >&2; exit 2; }

data=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
# name, minutes small, minutes full, command small, command full, trainings that it needs beside: NAME.md in $out is what each leaves. The small ones share short trainings.
small="GIQA_RUNS=$out/small ITERATIONS=1500"
full="GIQA_RUNS=$out/full"
plan=(
  "generators|25|150|$small $here/generators.sh --iterations 3 --samples 1000 --method knn|$full $here/generators.sh --iterations 3 --method knn"
  "scorers|10|40|$small $here/scorers.sh --pairs 300 --seeds 1 --epochs 4 --real $data/train-images-idx3-ubyte.gz:0..1500|$full $here/scorers.sh|dcgan stylegan wgan-gp"
  "risa|15|60|COUNT=300 ITERATIONS=1500 TRANSFER_ITERATIONS=600 EPOCHS=6 SEEDS=0 VARIANTS='full one' $here/risa.sh $out/small/risa|$here/risa.sh $out/full/risa"
  "picker|4|10|$small $here/picker.sh --samples 1000|$full $here/picker.sh|stylegan"
  "sweeps|12|50|$small FITTED=5000 $here/sweeps.sh --pairs 200 --epochs 4|$full $here/sweeps.sh|dcgan stylegan wgan-gp"
  "ohem|6|25|$small SEEDS=1 $here/ohem.sh --samples 1000|$full $here/ohem.sh"
)
mkdir -p "$out/small" "$out/full"
begun=$(date +%s)
done_file=$out/done.csv # name,size,planned minutes,seconds
[ -e "$done_file" ] || echo "experiment,size,planned_minutes,seconds" >"$done_file"

left() { echo $(($(awk -v h="$hours" 'BEGIN { printf "%d", h * 3600 }') + begun - $(date +%s))); }
clock() { printf '%d:%02d' $(($1 / 3600)) $(($1 % 3600 / 60)); }
is_done() { grep -q "^$1,$2," "$done_file"; }
# How much longer than planned experiments took here, all together; 1 before the first. Trainings that were there already make one look faster than the next will be.
slowness() { awk -F, 'NR > 1 { p += $3 * 60; s += $4 } END { x = p ? s / p : 1; print (x < .25 ? .25 : x) }' "$done_file"; }

# Minutes of the trainings of a size that experiments share; 12,000 steps, and 1,500.
trainings="dcgan:8 stylegan:23 wgan-gp:30"
is_trained() { [ -e "$out/$1/$2/weights/$([ "$1" = full ] && echo 012000 || echo 001500).safetensors" ]; }
trained() { for entry in $trainings; do for size in small full; do ! is_trained "$size" "${entry%:*}" || printf '%s,%s ' "$size" "${entry%:*}"; done; done; }

# choose: the sizes that fit into what is left, one line "name size minutes" each, in the order of the plan, then the lines of those left out ("- name size minutes").
choose() {
  printf '%s\n' "${plan[@]}" | awk -F'|' -v left="$(left)" -v slow="$(slowness)" -v done_file="$done_file" -v trainings="$trainings" -v trained="$(trained)" '
    # Minutes of an experiment and the trainings that neither are there nor belong to what is planned already.
    function price(i, s,    k, m, sum) {
      sum = cost[i, s]
      m = split(needs[i], kind, " ")
      for (k = 1; k <= m; k++) if (!((s, kind[k]) in have)) sum += minutes[kind[k]] * (s == "full" ? 1 : .125) * slow
      return sum
    }
    function plan_it(i, s,    k, m) {
      price_of[i] = price(i, s); size[i] = s; left -= price_of[i]
      m = split(name[i] == "generators" ? all_kinds : needs[i], kind, " ")
      for (k = 1; k <= m; k++) have[s, kind[k]] = 1
    }
    BEGIN {
      n_trainings = split(trainings, entry, " ")
      for (k = 1; k <= n_trainings; k++) { split(entry[k], f, ":"); minutes[f[1]] = f[2]; all_kinds = all_kinds " " f[1] }
      n_trained = split(trained, entry, " ")
      for (k = 1; k <= n_trained; k++) { split(entry[k], f, ","); have[f[1], f[2]] = 1 }
      while ((getline line < done_file) > 0) { split(line, f, ","); finished[f[1] "," f[2]] = 1 }
    }
    { n++; name[n] = $1; needs[n] = $6; cost[n, "small"] = $2 * slow; cost[n, "full"] = $3 * slow }
    END {
      left /= 60
      for (i = 1; i <= n; i++) if (!finished[name[i] ",small"] && !finished[name[i] ",full"] && price(i, "small") <= left) plan_it(i, "small")
      for (i = 1; i <= n; i++) if (!finished[name[i] ",full"]) {
        back = size[i] == "small" ? price_of[i] : 0
        if (price(i, "full") - back <= left) { left += back; plan_it(i, "full") }
      }
      for (i = 1; i <= n; i++) if (size[i]) printf "%s %s %.0f\n", name[i], size[i], price_of[i]
      for (i = 1; i <= n; i++) if (!finished[name[i] ",full"] && size[i] != "full") printf "- %s full %.0f\n", name[i], price(i, "full")
    }'
}

field() { printf '%s\n' "${plan[@]}" | awk -F'|' -v name="$1" -v size="$2" '$1 == name { print size == "small" ? $4 : $5 }'; }
planned() { printf '%s\n' "${plan[@]}" | awk -F'|' -v name="$1" -v size="$2" '$1 == name { print size == "small" ? $2 : $3 }'; }

echo "$(clock "$(left)") hours$([ "$(wc -l <"$done_file")" -lt 2 ] || echo "; experiments have taken $(slowness) times the planned minutes here")"
choose | while read -r name size minutes more; do
  if [ "$name" = - ]; then echo "left out: $size ($minutes), about $more min"; else echo "planned: $name ($size), about $minutes min"; fi
done
lines=$(choose)
[ -n "$lines" ] || { echo "all is done: tables in $out"; exit 0; }
grep -qv '^-' <<<"$lines" || { echo "nothing fits into the time given"; exit 0; }
[ -z "$only_plan" ] || exit 0

failed=0
while read -r name size minutes < <(choose | grep -v '^-' || true); [ -n "${name:-}" ]; do
  todo=$(choose | grep -vc '^-' || true)
  echo "$(clock "$(left)") left; $todo to do; now $name ($size), about $minutes min: $out/$name-$size.log"
  start=$(date +%s)
  output="--output $out/$name-$size.md"
  [ "$name" != risa ] || output=''
  # What does not end in time is stopped as by Ctrl+C, so that trainings keep a checkpoint, and gone on with the next time.
  if timeout --signal=INT --kill-after=120 "$(left)" bash -c "$(field "$name" "$size") $output" >"$out/$name-$size.log" 2>&1 </dev/null; then
    [ "$name" != risa ] || cp "$out/$size/risa/risa.md" "$out/risa-$size.md"
    echo "$name,$size,$(planned "$name" "$size"),$(($(date +%s) - start))" >>"$done_file"
    echo "$name ($size): $(clock $(($(date +%s) - start))) hours, $out/$name-$size.md"
  elif [ "$(left)" -le 0 ]; then
    echo "$name ($size): not finished in time; the same command with more hours goes on with it"
    break
  else
    echo "$name ($size) failed: $(tail -n 1 "$out/$name-$size.log")" >&2
    failed=1
    plan=("${plan[@]/#"$name|"*/}")
    mapfile -t plan < <(printf '%s\n' "${plan[@]}" | grep . || true)
    [ "${#plan[@]}" -gt 0 ] || break
  fi
  name=''
done
choose | sed -n 's/^- \(.*\) full \(.*\)$/left out: \1 in full, about \2 min/p'
echo "tables: $(find "$out" -maxdepth 1 -name '*.md' | wc -l) in $out"
exit "$failed"
