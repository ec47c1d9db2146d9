#!/usr/bin/env bash
# Share of pairs in which the less degraded image scores higher (dataset-fashion-mnist, emoji from npm), or with --data DIR (an
# absolute path) on photographs of one's own; writes bench/results/degradations.md or degradations-photographs.md.
source "$(dirname "$0")/common.sh"
case " $* " in *" --data "*) table=degradations-photographs ;; *) table=degradations ;; esac
exec "$benchmarks" degradations "$@" --output bench/results/$table.md
