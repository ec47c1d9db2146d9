#!/usr/bin/env bash
# Every speed benchmark in one run, by processor time, and one table: bench/results/all.md, with the ratios of the last committed one beside.
#   bench/all.sh [--quick] [--minutes M] [--only BENCH,...] [--again]
# A run that broke off goes on where it was; --again starts anew. --minutes: nothing is begun after M minutes, and the table lists what was left out.
# --quick takes fewer rounds and images; its table goes to artifacts/bench/all-quick.md. 20 to 25 minutes on two quiet cores, --quick about 8.
source "$(dirname "$0")/common.sh"
dotnet build -c Release -v q --nologo src/Giqa.Cli
exec "$benchmarks" all "$@"
