# Sourced by the benchmarks: builds them, and gives every process the same OpenBLAS kernels. Debian 12's OpenBLAS does not know
# newer processors by name and then runs SSE3 kernels; Giqa names better ones for itself, and the peers must have them too.
# What an environment says about kernels and threads is dropped: it would slow a peer, and the ratios would flatter us.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS GOTO_NUM_THREADS OMP_NUM_THREADS OMP_THREAD_LIMIT OMP_PROC_BIND OMP_WAIT_POLICY MKL_NUM_THREADS ONEDNN_MAX_CPU_ISA
if grep -q avx512bw /proc/cpuinfo; then
  export OPENBLAS_CORETYPE=SkylakeX
elif grep -q avx2 /proc/cpuinfo; then
  export OPENBLAS_CORETYPE=Haswell
fi
dotnet build -c Release -v q --nologo bench/Giqa.Benchmarks
benchmarks=artifacts/bin/Giqa.Benchmarks/release/Giqa.Benchmarks
