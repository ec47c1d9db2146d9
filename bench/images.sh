#!/usr/bin/env bash
# Decode and resize against Debian's Pillow (python3-pil, python3-numpy); writes bench/results/images.md.
source "$(dirname "$0")/common.sh"
exec "$benchmarks" images --output bench/results/images.md "$@"
