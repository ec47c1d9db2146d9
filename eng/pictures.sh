#!/usr/bin/env bash
# Makes the pictures of docs/images anew, from the samples of our own generators that come with the demo and Debian's
# dataset-fashion-mnist and fonts-noto-color-emoji. Needs chromium and a build of the tests (for Playwright).
#   eng/pictures.sh [FOLDER]     a folder for the work, kept; the pictures go to docs/images
# label-agreement.png, report-pairs.png and generator-dcgan.png are not made here: they show people's answers and trained models.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
giqa() { dotnet "$root/artifacts/bin/Giqa.Cli/release/Giqa.Cli.dll" "$@"; }
driver=$root/artifacts/bin/Giqa.Tests/release/.playwright
[ -d "$driver" ] || { echo "build the tests first: dotnet build -c Release tests/Giqa.Tests" >&2; exit 1; }
if [ $# -gt 0 ]; then mkdir -p "$1"; cd "$1"; else cd "$(mktemp -d)"; trap 'rm -rf "$PWD"' EXIT; fi
reals=/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz

# Fresh names, so that pages say what they show.
[ -e samples/model.giqa ] || giqa demo --images 100 --reals 2000 --out samples --cache cache --quiet > /dev/null
rm -rf run; mkdir -p run; for name in dcgan stylegan; do cp -r "samples/generated/$name" "run/$name"; done
last() { find "run/$1" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort -n | tail -1; }
[ -e samples/emoji/report.html ] || { echo "install fonts-noto-color-emoji first, and remove $PWD/samples" >&2; exit 1; }
ln -sfn samples/emoji/generated emoji
for name in dcgan stylegan; do ln -sfn "$PWD/run/$name/$(last "$name")" "$name"; done
giqa score run/dcgan --model samples/model.giqa --cache cache --quiet --out scores.csv --report report.html > /dev/null
giqa score emoji --model samples/emoji/model.giqa --cache cache --quiet --out emoji.csv --report emoji.html > /dev/null
giqa compare dcgan/ stylegan/ --real "$reals:0..2000" --cache cache --quiet --report comparison.html > /dev/null

serve() { local log=$1; shift; giqa "$@" --cache cache --quiet --port 0 > "$log" & echo $! >> pids; for _ in $(seq 600); do [ -s "$log" ] && return; sleep .2; done; exit 1; }
stop() { [ ! -e pids ] || xargs -r kill < pids 2> /dev/null || true; rm -f pids; }
trap stop EXIT; rm -f pids labels.db
serve gallery.url serve run/dcgan run/stylegan --model samples/model.giqa --real "$reals:0..2000"
serve emoji.url serve emoji --model samples/emoji/model.giqa
serve label.url label run/dcgan --model samples/model.giqa --out labels.db --pairs 100
NODE_PATH='' node "$root/eng/pictures.cjs" "$driver/package" "$PWD" "$root/docs/images" "$(tail -1 gallery.url)" "$(tail -1 label.url)" "$(tail -1 emoji.url)"
