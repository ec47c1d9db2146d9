#!/usr/bin/env bash
# A report of ten thousand images: how long beyond scoring, how large, how fast it opens, how smoothly it scrolls. Features are
# cached by a first run, so that the difference of two further runs, with a page and without, is the page.
# Needs Debian's dataset-fashion-mnist, python3-numpy, python3-pil and chromium, and a build of the tests (for Playwright).
#   bench/report.sh [COUNT] [SIDE] [FOLDER]     images, their side in pixels, a folder to keep; results go to stdout
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
count=${1:-10000} side=${2:-256}
giqa() { dotnet "$root/artifacts/bin/Giqa.Cli/release/Giqa.Cli.dll" "$@"; }
driver=$root/artifacts/bin/Giqa.Tests/release/.playwright
[ -d "$driver" ] || { echo "build the tests first: dotnet build -c Release tests/Giqa.Tests"; exit 1; }
if [ $# -gt 2 ]; then mkdir -p "$3"; cd "$3"; else cd "$(mktemp -d)"; trap 'rm -rf "$PWD"' EXIT; fi

/usr/bin/python3 - "$count" "$side" <<'PYTHON'
import gzip, os, sys
import numpy, PIL.Image
count, side = map(int, sys.argv[1:])
with gzip.open("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz") as file:
    rows = numpy.frombuffer(file.read(16 + 784 * count)[16:], numpy.uint8).reshape(-1, 28, 28)
grain = numpy.random.default_rng(0).normal(0, 6, (side, side, 3))
for i, row in enumerate(rows):
    folder = f"generated/{('a', 'b')[i % 2]}/snapshots/{1000 * (1 + i // 2 % 5):06d}"
    os.makedirs(folder, exist_ok=True)
    path = f"{folder}/{i:05d}.jpg"
    if not os.path.exists(path):
        pixels = numpy.asarray(PIL.Image.fromarray(row).resize((side, side), PIL.Image.BICUBIC), float)[:, :, None] * [1, .9, .8] + grain
        PIL.Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8)).save(path, quality=90)
PYTHON

[ -e model.giqa ] || giqa fit "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz:0..2000" --method knn --out model.giqa --cache cache --quiet >/dev/null
seconds() { local from=$EPOCHREALTIME; "$@" >/dev/null; /usr/bin/python3 -c "print(round($EPOCHREALTIME - $from, 1))"; }
score() { giqa score generated --model model.giqa --cache cache --quiet --out scores.csv "$@"; }
score >/dev/null
without=$(seconds score)
with=$(seconds score --report report.html)
echo "| images | side | scoring (features cached) | with the page | page alone | size |"
echo "| --- | --- | --- | --- | --- | --- |"
echo "| $count | $side px | $without s | $with s | $(/usr/bin/python3 -c "print(round($with - $without, 1))") s | $(/usr/bin/python3 -c "import os; print(round(os.path.getsize('report.html') / 2**20, 1))") MiB |"
echo
NODE_PATH= node "$root/bench/report_in_browser.cjs" "$driver/package" "$PWD/report.html"
