#!/usr/bin/env bash
# Called by `./giqa test` after a clean build: format check, all tests, and the numeric ones once more without SIMD.
# Chatter goes to stderr; the last line, alone on stdout, is `N passed, N failed, N skipped`. A skipped test is a failure
# unless its reason is a missing GPU: the set-up has just provided everything else.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
results=$root/artifacts/test-results
passed=0 failed=0 skipped=0 status=0

count() { sed -n "s/.*<Counters[^>]* $2=\"\([0-9]*\)\".*/\1/p" "$1"; }

run_tests() { # NAME [dotnet test arguments]
  local name=$1 file=$results/$1.trx all done_
  shift
  dotnet test "$root/tests/Giqa.Tests" -c Release --no-build --nologo --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" "$@" </dev/null >&2 || status=1
  if [ ! -e "$file" ]; then echo "test: the run '$name' left no results" >&2; status=1; return; fi
  all=$(count "$file" total) done_=$(count "$file" executed)
  passed=$((passed + $(count "$file" passed)))
  failed=$((failed + $(count "$file" failed)))
  skipped=$((skipped + all - done_))
  unexcused=$(grep -o '<Message>[^<]*' "$file" | sed 's/<Message>//' | grep -i 'skip' | grep -vi 'gpu\|cuda' || true)
}

rm -rf "$results"
echo "test: checking the format" >&2
dotnet format "$root/Giqa.slnx" --verify-no-changes --no-restore </dev/null >&2 || { echo "test: run 'dotnet format'" >&2; status=1; }
run_tests all
DOTNET_EnableHWIntrinsic=0 run_tests no-simd --filter 'FullyQualifiedName~Giqa.Tests.Numerics|FullyQualifiedName~Giqa.Tests.Images.Resizing'
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
exit "$status"
