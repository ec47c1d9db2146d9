#!/usr/bin/env bash
# What one core of this machine can do: products in float32 and float64, reading, copying. Writes the section of bench/README.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" roofline --page bench/README.md "$@"
