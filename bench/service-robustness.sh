#!/usr/bin/env bash
# Ten thousand malformed requests (random bodies, half forms, bombs, huge headers, traversal, wrong types and methods ...) to
# `giqa serve` on this machine: each is answered by a 4xx, nothing outside is read or written, the process goes on and says nothing.
#   bench/service-robustness.sh [COUNT]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build -c Release -v q --nologo tests/Giqa.Tests
GIQA_MALFORMED_REQUESTS=${1:-10000} dotnet test tests/Giqa.Tests -c Release --no-build --nologo \
  --filter 'FullyQualifiedName~ServeProcessTests.Requests_ThatAreMalformed'
