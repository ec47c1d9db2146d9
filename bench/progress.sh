#!/usr/bin/env bash
# Does the quality of a generator's snapshots rise with its training? RUNs are folders of gan train, or of numbered folders of
# images (000100/7.png), --reals INPUT what they are scored against, all as absolute paths; writes bench/results/progress.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" progress "$@" --output bench/results/progress.md
