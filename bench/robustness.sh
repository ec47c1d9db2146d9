#!/usr/bin/env bash
# Ten thousand files, 26 of them broken in 22 ways and 4 odd but fine: scored with exit code 3 and memory that does not grow
# with their number; killed with -9 in the middle and started again, the scores are the same byte for byte.
# Needs Debian's dataset-fashion-mnist and python3.
#   bench/robustness.sh [FOLDER] [COUNT]     FOLDER is filled and left behind; without it a temporary one is used and removed
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
count=${2:-10000}
reals=/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz
if [ $# -gt 0 ]; then mkdir -p "$1"; else set -- "$(mktemp -d)"; trap 'rm -rf "$1"' EXIT; fi
cd "$1"
fail() { echo "FAILED: $*"; exit 1; }

python3 "$root/bench/odd_files.py" generated "$count"
"$root/giqa" doctor --quiet >/dev/null || fail "giqa doctor finds something missing"
[ -e model.giqa ] || "$root/giqa" fit "$reals:0..3000" --out model.giqa --no-cache --quiet >/dev/null

# INPUT CACHE OUT: scores, leaves peak memory (KiB) and seconds in OUT.use, and returns giqa's exit code.
score() {
  python3 - "$3.use" "$root/giqa" score "$1" --model model.giqa --cache "$2" --out "$3" --quiet 2>"$3.errors" >/dev/null <<'PYTHON'
import resource, subprocess, sys, time
start = time.time()
code = subprocess.run(sys.argv[2:]).returncode
with open(sys.argv[1], "w") as file:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, round(time.time() - start, 1), file=file)
sys.exit(code)
PYTHON
}

expect_skipped() { # OUT STATUS
  [ "$2" = 3 ] || fail "$1: exit code $2 instead of 3: $(tail -n 1 "$1.errors")"
}

rm -rf cache-*
status=0; score "generated:0..$((count / 4))" cache-quarter quarter.csv || status=$?
[ "$status" = 0 ] || expect_skipped quarter.csv "$status"
status=0; score generated cache-whole whole.csv || status=$?
expect_skipped whole.csv "$status"
read -r quarter_memory quarter_seconds <quarter.csv.use
read -r whole_memory whole_seconds <whole.csv.use
echo "a quarter:  $quarter_seconds s, peak $((quarter_memory / 1024)) MiB"
echo "all $count: $whole_seconds s, peak $((whole_memory / 1024)) MiB"
[ "$whole_memory" -lt $((quarter_memory * 5 / 4)) ] || fail "memory grows with the number of files"
rows=$(python3 -c 'import csv; rows = list(csv.DictReader(open("whole.csv"))); print(len(rows), sum(row["status"] != "ok" for row in rows))')
echo "rows, skipped: $rows"
python3 -c 'import csv
for row in csv.DictReader(open("whole.csv")):
    if row["status"] != "ok": print("  %-28s %-12s %s" % (row["image"], row["status"], row["detail"]))'

"$root/giqa" score generated --model model.giqa --cache cache-killed --out killed.csv --quiet >/dev/null 2>&1 &
victim=$!
sleep "$(python3 -c "print($whole_seconds * .6)")"
kill -9 "$victim" || fail "the run had ended before it could be killed"
wait "$victim" || true
[ ! -e killed.csv ] || fail "a killed run left a scores file"
status=0; score generated cache-killed killed.csv || status=$?
expect_skipped killed.csv "$status"
read -r _ resumed_seconds <killed.csv.use
cmp whole.csv killed.csv || fail "the scores after kill -9 differ"
echo "killed with -9 after 60 %, then resumed in $resumed_seconds s: the same bytes"
echo passed
