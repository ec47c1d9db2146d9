#!/usr/bin/env bash
# The program as users run it: the start of a cold process, and what an image more costs. Writes bench/results/program.md.
source "$(dirname "$0")/common.sh"
dotnet build -c Release -v q --nologo src/Giqa.Cli
exec "$benchmarks" program --output bench/results/program.md "$@"
