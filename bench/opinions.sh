#!/usr/bin/env bash
# Agreement of scores with people's: DIR holds images and opinions.csv (image,score,prompt), --reals INPUT the photographs to
# fit on, both as absolute paths; writes bench/results/opinions.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" opinions "$@" --output bench/results/opinions.md
