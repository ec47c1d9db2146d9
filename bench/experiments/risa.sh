#!/usr/bin/env bash
# RISA on coloured, textured clothes: trains two reference-guided generators that differ in kind, a scorer on the first one's snapshots,
# its ablations, and compares them with measures that need no training. Everything goes to OUT; the table to OUT/risa.md, pictures beside it.
#
#   bench/experiments/risa.sh OUT [--real INPUT]
#
# INPUT is a folder of images in colour, each subfolder a domain, in place of coloured clothes: photographs in class folders, say. COUNT does not count then.
# Sizes, by environment: COUNT (images a domain), SIZE, ITERATIONS, TRANSFER_ITERATIONS, PAIRS (a snapshot's), EPOCHS, STEPS, SEEDS ("0 1 2"),
# VARIANTS ("full one regression plain nocontrast nobound freehead"; also undegraded, degraded25 for --degraded 0, .25), SCORER_WIDTH, PRECISION of the scorers, WIDTH of the generators, BATCH, THREADS, IMAGES (Fashion-MNIST's training images),
# MEASURES and FITS to compare with ("psnr ssim ms-ssim gram", "gmm knn"; empty for none).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=${1:?usage: bench/experiments/risa.sh OUT [--real INPUT]}
domains=$out/domains
case ${2:-} in
    '') ;;
    --real)
        domains=${3:-}
        [ -d "$domains" ] || { echo "risa.sh: --real '$domains': a folder with a subfolder for each domain is needed" >&2; exit 2; }
        ;;
    *) echo "risa.sh: $2 is unknown; expected is OUT [--real INPUT]" >&2; exit 2 ;;
esac
giqa=${GIQA:-$root/giqa}
python=${PYTHON:-python3}
images=${IMAGES:-/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz}
count=${COUNT:-1500} size=${SIZE:-32} iterations=${ITERATIONS:-20000} transfer=${TRANSFER_ITERATIONS:-6000} pairs=${PAIRS:-400}
epochs=${EPOCHS:-30} steps=${STEPS:-100} seeds=${SEEDS:-0 1 2} variants=${VARIANTS:-full one regression plain nocontrast nobound freehead}
precision=${PRECISION:-bf16} scorer_width=${SCORER_WIDTH:-24} width=${WIDTH:-24} batch=${BATCH:-16} threads=${THREADS:-2}
measures=${MEASURES-psnr ssim ms-ssim gram} fits=${FITS-gmm knn}
schedule=$($python "$here/risa_tables.py" schedule "$iterations")
transfer_schedule=$($python "$here/risa_tables.py" schedule "$transfer")
mkdir -p "$out"
[ -d "$domains" ] || $python "$here/make_styles.py" "$images" "$domains" --count "$count" --size "$size"

train() { # RUN KIND ITERATIONS SCHEDULE
    if [ -f "$out/$1/style.json" ]; then
        "$giqa" gan train --out "$out/$1" --resume --iterations "$3" --threads "$threads"
    else
        "$giqa" gan train "$domains" --out "$out/$1" --kind "$2" --size "$size" --width "$width" --batch "$batch" --iterations "$3" --snapshots "$4" --snapshot-images "$pairs" --threads "$threads"
    fi
}
train guided reference "$iterations" "$schedule"
train adain adain "$transfer" "$transfer_schedule"

$python "$here/risa_tables.py" split "$out/guided" "$out/learn" "$out/test"
for seed in $seeds; do
    for variant in $variants; do
        case $variant in
            full) options=() ;;
            one) options=(--classifiers 1) ;;
            regression) options=(--regression) ;;
            plain) options=(--no-interpolation) ;;
            nocontrast) options=(--contrastive 0) ;;
            nobound) options=(--upper-bound 0) ;;
            freehead) options=(--free-head) ;;
            undegraded) options=(--degraded 0) ;;
            degraded*) options=(--degraded ".${variant#degraded}") ;;
            *) echo "unknown variant $variant" >&2; exit 2 ;;
        esac
        [ -f "$out/$variant-$seed.giqa" ] || "$giqa" train risa "$out/learn" --out "$out/$variant-$seed.giqa" --real "$out/guided/real" ${FEATURE:+--feature "$FEATURE"} \
            --epochs "$epochs" --steps "$steps" --seed "$seed" --width "$scorer_width" --precision "$precision" --threads "$threads" --elbow-label 0.6 "${options[@]}"
    done
done

first=$(echo "$seeds" | cut -d' ' -f1)
elbow=$($python "$here/risa_tables.py" elbow "$out/${variants%% *}-$first.elbow.csv")
$python "$here/risa_tables.py" tables "$out/test" "$out/adain" "$out/tables" --elbow "$elbow"
score() { [ -f "$out/scores/$2.csv" ] || "$giqa" score "$out/tables/pairs.csv" --model "$1" --out "$out/scores/$2.csv" --no-cache --threads "$threads" --quiet || [ $? = 3 ]; }
mkdir -p "$out/scores"
for seed in $seeds; do for variant in $variants; do score "$out/$variant-$seed.giqa" "risa-$variant-$seed"; done; done
for measure in $measures; do score "$measure" "$measure"; done
for method in $fits; do
    [ -f "$out/$method.giqa" ] || "$giqa" fit "$out/guided/real" --out "$out/$method.giqa" --method "$method" --threads "$threads" --quiet
    [ -f "$out/scores/$method-giqa.csv" ] || "$giqa" score "@$out/tables/images.txt" --model "$out/$method.giqa" --out "$out/scores/$method-giqa.csv" --threads "$threads" --quiet || [ $? = 3 ]
done
$python "$here/risa_tables.py" report "$out/tables" "$out/scores" >"$out/risa.md"
cat "$out/risa.md"

# The order task once more by 'giqa agree', a page of pairs and a strip of them.
"$giqa" score "$out/tables/order.csv" --model "$out/${variants%% *}-$first.giqa" --out "$out/order.csv" --report "$out/order.html" --no-cache --threads "$threads" --quiet
"$giqa" agree "$out/tables/judgements.csv" --scores "$out/order.csv"
$python "$here/risa_tables.py" strip "$out/order.csv" "$out/strip.png"
