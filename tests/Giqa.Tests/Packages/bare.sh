#!/usr/bin/env bash
# bare.sh FEED WORK   What somebody does who has .NET and nothing else: adds the package Giqa to a new program, installs the tool, and
# uses both. FEED is the only source of packages, the cache is empty, no network can be reached, and no library that apt may have
# installed for Giqa is there. WORK holds real/ and images/; scores come out as WORK/app.txt and WORK/tool.csv, and once more without
# the packed OpenBLAS as WORK/managed.txt; the first line of both is what does the linear algebra.
set -euo pipefail
feed=$(realpath "$1") work=$(realpath "$2")
hidden='lib(torch|c10|turbojpeg|spng|openblas|blas|lapack|gfortran|quadmath).*'

if [ -z "${GIQA_BARE:-}" ]; then
  # As root a namespace of its own; without, one in which one is root; where neither is allowed, all but the hiding is still tested.
  for how in "unshare -mn" "unshare -rmn" ""; do
    if [ -z "$how" ] || $how true 2>/dev/null; then
      [ -n "$how" ] && echo hidden >"$work/namespace" || echo none >"$work/namespace"
      # shellcheck disable=SC2086
      GIQA_BARE=$(cat "$work/namespace") exec $how bash "$0" "$feed" "$work"
    fi
  done
fi

if [ "$GIQA_BARE" = hidden ]; then
  ip link set lo up 2>/dev/null || true
  : >"$work/no-library"
  find /usr/lib /usr/local/lib /opt -type f -regextype posix-extended -regex ".*/$hidden" 2>/dev/null | while read -r library; do mount --bind "$work/no-library" "$library"; done
fi

export HOME=$work/home NUGET_PACKAGES=$work/cache DOTNET_CLI_HOME=$work/home DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
unset GIQA_HOME GIQA_OPENBLAS XDG_CACHE_HOME XDG_DATA_HOME
mkdir -p "$HOME" "$NUGET_PACKAGES" "$work/app"
cat >"$work/nuget.config" <<XML
<configuration><packageSources><clear /><add key="feed" value="$feed" /></packageSources></configuration>
XML
cd "$work"

dotnet tool install Giqa.Tool --tool-path tools >&2
giqa=tools/giqa
$giqa fit real --out real.giqa --quiet >&2
$giqa score images --model real.giqa --out tool.csv --report report.html --quiet >&2
$giqa compare images real:0..20 --real real:20..40 --metrics qs,fid --json >compare.json
$giqa doctor --json >doctor.json || true
$giqa serve --model real.giqa --port 0 --quiet >serve.txt 2>&1 &
serving=$!
trap 'kill $serving 2>/dev/null || true' EXIT
for _ in $(seq 100); do port=$(grep -oE '(127\.0\.0\.1|localhost):[0-9]+' serve.txt | head -1 | cut -d: -f2) && [ -n "$port" ] && break; sleep .1; done
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /v1/models HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
cat <&3 >served.txt
exec 3>&-

dotnet new console -o app --no-restore >&2
cat >app/Program.cs <<'CS'
using Giqa;

Console.WriteLine(Giqa.Numerics.LinearAlgebra.Describe());
using var scorer = ImageScorer.Load("../real.giqa");
await foreach (var score in scorer.ScoreAsync(Directory.EnumerateFiles("../images").Order(StringComparer.Ordinal)))
    Console.WriteLine($"{Path.GetFileName(score.Image)} {score.Score:R} {score.Quality:R}");
CS
cd app
dotnet add package Giqa >&2
dotnet run -c Release >../app.txt
# A library that is there and cannot be loaded, as on a system with an older C library.
: >bin/Release/net10.0/runtimes/linux-x64/native/libopenblas.so.0
dotnet run -c Release --no-build >../managed.txt
