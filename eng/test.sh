#!/usr/bin/env bash
# Called by `./giqa test` after a clean build: format check, all tests, the numeric ones once more without SIMD, and those with linear
# algebra once more without OpenBLAS. `./giqa test fast` runs the library's tests alone: no browser, training, service or whole program.
# Chatter goes to stderr; the last line, alone on stdout, is `N passed, N failed, N skipped`. A skipped test fails the run
# unless its name says Cuda: the set-up has just provided everything but a GPU.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
results=$root/artifacts/test-results
passed=0 failed=0 skipped=0 status=0

count() { sed -n "s/.*<Counters[^>]* $2=\"\([0-9]*\)\".*/\1/p" "$1"; }

run_tests() { # NAME [dotnet test arguments]
  local file=$results/$1.trx name=$1 left_out
  shift
  dotnet test "$root/tests/Giqa.Tests" -c Release --no-build --nologo --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" "$@" </dev/null >&2 || status=1
  if [ ! -e "$file" ]; then echo "test: the run '$name' left no results" >&2; status=1; return; fi
  passed=$((passed + $(count "$file" passed)))
  failed=$((failed + $(count "$file" failed)))
  skipped=$((skipped + $(grep -c '<UnitTestResult.*outcome="NotExecuted"' "$file")))
  left_out=$(grep '<UnitTestResult.*outcome="NotExecuted"' "$file" | sed 's/.* testName="\([^"]*\)".*/\1/' | grep -v Cuda)
  if [ -n "$left_out" ]; then printf 'test: skipped, and should not be: %s\n' "$left_out" >&2; status=1; fi
}

rm -rf "$results"
if [ "${1:-}" = fast ]; then
  library=$(printf '|FullyQualifiedName~Giqa.Tests.%s.' Agreement Features Images Metrics Models Numerics Rules Scores Selection Storage)
  # Two of its tests start whole programs: the goldens again without instructions, and one that must leave no trace.
  run_tests fast --filter "(${library#|})&FullyQualifiedName!~ResizerSwitchTests&FullyQualifiedName!~OnnxTelemetryTests"
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  exit "$status"
fi
echo "test: checking the format" >&2
dotnet format "$root/Giqa.slnx" --verify-no-changes --no-restore </dev/null >&2 || { echo "test: run 'dotnet format'" >&2; status=1; }
run_tests all
DOTNET_EnableHWIntrinsic=0 run_tests no-simd --filter 'FullyQualifiedName~Giqa.Tests.Numerics|FullyQualifiedName~Giqa.Tests.Images.Resizing'
GIQA_OPENBLAS=off run_tests managed --filter 'FullyQualifiedName~Giqa.Tests.Numerics|FullyQualifiedName~Giqa.Tests.Metrics|FullyQualifiedName~Giqa.Tests.Models'
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
exit "$status"
