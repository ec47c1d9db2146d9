#!/usr/bin/env bash
# eng/pack.sh [--built] [FOLDER]   Makes all packages: Giqa, Giqa.OpenBlas, Giqa.Parquet, Giqa.S3, Giqa.Training, Giqa.AspNetCore with their symbols, and Giqa.Tool for each
# platform, in FOLDER [artifacts/packages]. --built takes the build that is there, and Giqa.Tool for this platform only: quick, for tests.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Sources are named as the repository has them, not as this machine does: the same bytes wherever they are packed.
how=(--artifacts-path "$root/artifacts/pack" -p:ContinuousIntegrationBuild=true -p:GiqaAllPlatforms=true)
tool=()
if [ "${1:-}" = --built ]; then
  how=(--no-build --no-restore)
  tool=(-p:ToolPackageRuntimeIdentifiers="$(dotnet --info | sed -n 's/^ *RID: *//p')")
  shift
fi
if [ ${#tool[@]} = 0 ]; then
  # What is given away must be what the notices say.
  for package in libopenblas0-pthread libgfortran5 libquadmath0; do
    found=$(dpkg-query -W -f='${Package} ${Version}' "$package:amd64")
    grep -qF "$found" "$root/THIRD-PARTY-NOTICES.txt" || { echo "pack: THIRD-PARTY-NOTICES.txt does not tell of $found, which is installed here: pack on the release it names, or correct it" >&2; exit 1; }
  done
fi
folder=$(realpath -m "${1:-$root/artifacts/packages}")
mkdir -p "$folder"
for project in Giqa.OpenBlas Giqa Giqa.Parquet Giqa.S3 Giqa.Training Giqa.Web; do
  dotnet pack "$root/src/$project" -c Release -v quiet --nologo --disable-build-servers "${how[@]}" -o "$folder"
done
# Machine code in the tool takes a quarter from the time that it needs to start.
if [ "${how[0]}" = --no-build ]; then how=(); else how+=(-p:PublishReadyToRun=true); fi
dotnet pack "$root/src/Giqa.Cli" -c Release -v quiet --nologo --disable-build-servers "${how[@]}" "${tool[@]}" -o "$folder"
ls -l "$folder" | awk '/nupkg/ { printf "%7.1f MB  %s\n", $5 / 1e6, $9 }'
