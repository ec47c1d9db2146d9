#!/usr/bin/env bash
# The HTTP service with curl:  samples/score-over-http.sh http://127.0.0.1:8347 image.png ...     (the key, if one is asked for, in GIQA_API_KEY)
set -euo pipefail
url=$1; shift
forms=(); for image in "$@"; do forms+=(--form "image=@$image"); done
key=(); [ -z "${GIQA_API_KEY:-}" ] || key=(--header "Authorization: Bearer $GIQA_API_KEY")

# --retry obeys Retry-After when the service answers 429.
curl --silent --show-error --retry 5 "${key[@]}" "${forms[@]}" "$url/v1/score"; echo

# A line of JSON for each image as soon as it is scored, for large batches.
curl --silent --show-error --no-buffer "${key[@]}" --header 'Accept: application/x-ndjson' "${forms[@]}" "$url/v1/score"

# The best image alone.
curl --silent --show-error "${key[@]}" "${forms[@]}" "$url/v1/pick?count=1"; echo
