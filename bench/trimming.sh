#!/usr/bin/env bash
# bench/trimming.sh [WORK]   A program of five lines on the package Giqa, published as it is, trimmed, and as native code: the warnings, the
# size, and whether it scores as `giqa score` does. Wants a registry for the SDK's own packages, and gcc for the native one.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${1:-$(mktemp -d)} giqa=${GIQA:-$root/giqa}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 NUGET_PACKAGES=$work/packages
mkdir -p "$work/app" "$work/images"
cd "$work"
dotnet pack "$root/src/Giqa.OpenBlas" -c Release -v quiet --nologo --disable-build-servers --artifacts-path "$work/build" -o "$work/feed" >&2
# What the analyzers find is an error here, as every warning is.
dotnet pack "$root/src/Giqa" -c Release -v quiet --nologo --disable-build-servers --artifacts-path "$work/build" -o "$work/feed" \
  -p:IsAotCompatible=true -p:NuGetLockFilePath="$work/giqa.lock.json" -p:RuntimeIdentifiers=linux-x64 >&2

clothes=/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz
"$giqa" fit "$clothes:0..300" --out real.giqa --quiet >&2
cp "$root"/tests/Giqa.Tests/Fixtures/images/{420,progressive444,cmyk}.jpg "$root"/tests/Giqa.Tests/Fixtures/images/{rgb,interlaced}.png "$root"/tests/Giqa.Tests/Fixtures/images/{lossy,lossless-alpha}.webp images
"$giqa" score images --model real.giqa --out cli.csv --quiet >&2
tail -n +2 cli.csv | cut -d, -f1-4 | tr , ' ' >wanted.txt

cat >nuget.config <<XML
<configuration><packageSources><add key="feed" value="$work/feed" /></packageSources></configuration>
XML
cat >app/app.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <InvariantGlobalization>true</InvariantGlobalization>
    <TrimmerSingleWarn>false</TrimmerSingleWarn>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Giqa" Version="*-*" /></ItemGroup>
</Project>
XML
cat >app/Program.cs <<'CS'
using Giqa;
using var scorer = ImageScorer.Load(args[0]);
await foreach (var score in scorer.ScoreAsync(Directory.EnumerateFiles(args[1]).Order(StringComparer.Ordinal)))
    Console.WriteLine($"{Path.GetFileName(score.Image)} {score.Score:R} {score.Quality:R} {score.Status}");
CS

echo '| published | warnings | MB | scores |'
echo '| --- | ---: | ---: | --- |'
publish() { # NAME [options]
  local name=$1
  shift
  dotnet publish app -c Release -r linux-x64 --disable-build-servers --artifacts-path "$work/$name-build" -o "$work/$name" "$@" >"$name.log" 2>&1 || { tail -5 "$name.log" >&2; echo "| $name | not published | | |"; return; }
  "$name/app" real.giqa images >"$name.txt" 2>"$name.err" || true
  echo "| $name | $(grep -oE 'warning IL[0-9]+: .*' "$name.log" | sort -u | wc -l) | $(find "$name" -type f ! -name '*.dbg' ! -name '*.pdb' -printf '%s\n' | awk '{ n += $1 } END { printf "%.0f", n / 1e6 }') | $(cmp -s "$name.txt" wanted.txt && echo "the same digits" || echo "differ: see $work/$name.txt, $name.err") |"
}
publish plain --self-contained
publish trimmed --self-contained -p:PublishTrimmed=true
publish native -p:PublishAot=true -p:CppCompilerAndLinker=gcc
