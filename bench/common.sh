# Sourced by the benchmarks: builds them, and gives every process the same OpenBLAS kernels. Debian 12's OpenBLAS does not know
# newer processors by name and then runs SSE3 kernels; Giqa names better ones for itself, and the peers must have them too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if grep -q avx512bw /proc/cpuinfo; then
  export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SkylakeX}
elif grep -q avx2 /proc/cpuinfo; then
  export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-Haswell}
fi
dotnet build -c Release -v q --nologo bench/Giqa.Benchmarks
benchmarks=artifacts/bin/Giqa.Benchmarks/release/Giqa.Benchmarks
