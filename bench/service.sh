#!/usr/bin/env bash
# The HTTP service under sustained load: is it as fast as `giqa score` on the same images, how long does a request wait, does its
# memory stay flat, and is there any error but 429? Load comes from a second process on this machine (wrk, Debian) and only over the
# loopback: as many requests at a time as keep the cores busy, and then more than are taken, which must get 429.
#   bench/service.sh [SECONDS] [THREADS]     writes bench/results/service.md; 300 seconds and all cores by default
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD seconds=${1:-300} threads=${2:-$(nproc)}
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk"; exit 1; }
dotnet build -c Release -v q --nologo src/Giqa.Cli
giqa=(dotnet "$root/artifacts/bin/Giqa.Cli/release/Giqa.Cli.dll")
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
fail() { echo "FAILED: $*"; exit 1; }

mkdir "$work/images"
find node_modules/emoji-datasource-google/img/google/64 -name '*.png' | LC_ALL=C sort | sed -n 1,1500p >"$work/names"
head -n 500 "$work/names" | xargs cp -t "$work/images"
tail -n +501 "$work/names" | sed "s|^|$root/|" >"$work/reals.txt"
"${giqa[@]}" fit "@$work/reals.txt" --out "$work/model.giqa" --quiet --no-cache >/dev/null 2>&1

# Images per second of `giqa score` and processor milliseconds an image, its start left out by two runs of different length.
score_rate() {
  python3 - "$work" "$threads" "${giqa[@]}" <<'PYTHON'
import resource, subprocess, sys, time
work, threads, *giqa = sys.argv[1:]
def seconds(count):
    start, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*giqa, "score", f"{work}/images:0..{count}", "--model", f"{work}/model.giqa", "--no-cache", "--threads", threads, "--out", f"{work}/s.csv", "--quiet"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.time() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
(long, long_cpu), (short, short_cpu) = seconds(500), seconds(100)
print(round(400 / (long - short), 1), round((long_cpu - short_cpu) * 1000 / 400, 2))
PYTHON
}

processor() { awk -v hertz="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000 / hertz }' "/proc/$server/stat"; }

memory() { awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status"; }

load() { # CONNECTIONS SECONDS -> requests busy other broken p50 p99 seconds
  IMAGES=$work/images wrk -t1 -c"$1" -d"$2s" --timeout 60s -s bench/service.lua "$url" | sed -n 's/^RESULT //p'
}

read -r before before_cpu < <(score_rate)
"${giqa[@]}" serve --model "$work/model.giqa" --port 0 --threads "$threads" --max-requests 32 >"$work/out" 2>"$work/err" &
server=$!
for _ in $(seq 100); do [ -s "$work/out" ] && break; sleep .1; done
url=$(head -n 1 "$work/out")
load $((8 * threads)) $((seconds / 10 > 5 ? seconds / 10 : 5)) >/dev/null
warm=$(memory) cpu_before=$(processor)
read -r requests busy other broken p50 p99 took < <(load $((8 * threads)) "$seconds")
full=$(memory) cpu=$(processor)
read -r crowd_requests crowd_busy crowd_other crowd_broken _ _ _ < <(load 64 $((seconds / 10 > 5 ? seconds / 10 : 5)))
kill -TERM "$server"; wait "$server" || fail "the server ended with $?"
server=
read -r after after_cpu < <(score_rate)

python3 - "$requests" "$busy" "$other" "$broken" "$p50" "$p99" "$took" "$warm" "$full" "$crowd_requests" "$crowd_busy" "$crowd_other" "$crowd_broken" "$before" "$after" "$threads" "$before_cpu" "$after_cpu" "$cpu_before" "$cpu" >"$work/table" <<'PYTHON'
import datetime, platform, sys
r, busy, other, broken, p50, p99, took, warm, full, cr, cb, co, cx, before, after, threads, before_cpu, after_cpu, cpu_before, cpu = map(float, sys.argv[1:])
rate, score = (r - busy) / took, (before + after) / 2
print(f"""# The service under load

{datetime.date.today()}, {platform.machine()}, {threads:.0f} threads; `bench/service.sh {took:.0f}`, one 64-pixel image a request.

| | |
| --- | --- |
| images per second, service | {rate:.1f} |
| images per second, `giqa score`, before and after | {before:.1f}, {after:.1f} |
| ratio | {rate / score:.2f} |
| processor milliseconds an image: service; `giqa score`, before and after | {(cpu - cpu_before) / (r - busy):.1f}; {before_cpu:.1f}, {after_cpu:.1f} |
| requests, of them 429, other errors, broken connections | {r:.0f}, {busy:.0f}, {other:.0f}, {broken:.0f} |
| milliseconds, p50 and p99, with {8 * threads:.0f} requests at a time | {p50:.0f}, {p99:.0f} |
| resident MiB after warming up, at the end | {warm:.0f}, {full:.0f} |
| with 64 at a time where 32 are taken: requests, 429, other errors, broken | {cr:.0f}, {cb:.0f}, {co:.0f}, {cx:.0f} |""")
sys.exit(0 if other + broken + co + cx == 0 and full < 1.2 * warm + 20 else 1)
PYTHON
cat "$work/table"
[ "$seconds" -lt 60 ] || cp "$work/table" bench/results/service.md
