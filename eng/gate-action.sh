#!/usr/bin/env bash
# What ../action.yml runs: `giqa gate` with inputs from the environment, its report into the step's summary, its outcome into the step's
# outputs, its failure as an annotation. Ends with the gate's own code. GATE_GIQA names another program than ../giqa.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
folder=${GATE_FOLDER:-giqa-gate}
mkdir -p -- "$folder"

arguments=(gate)
case $GATE_BASELINE in
  *.json) arguments+=("$GATE_CANDIDATE" --baseline "$GATE_BASELINE") ;;
  *) arguments+=("$GATE_BASELINE" "$GATE_CANDIDATE") ;;
esac
arguments+=(--real "$GATE_REAL" --out "$folder/gate.json" --junit "$folder/gate.xml" --markdown "$folder/gate.md")
[ -z "${GATE_RULES:-}" ] || arguments+=(--rules "$GATE_RULES")
[ -z "${GATE_UNDECIDED:-}" ] || arguments+=(--undecided "$GATE_UNDECIDED")
while IFS= read -r argument; do
  [ -z "$argument" ] || arguments+=("$argument")
done <<<"${GATE_ARGUMENTS:-}"

code=0
output=$("${GATE_GIQA:-$root/giqa}" "${arguments[@]}") || code=$?
[ -z "$output" ] || printf '%s\n' "$output"
summary=${output##*$'\n'}
case $code in
  0) outcome=pass ;;
  4) outcome=fail ;;
  5) outcome=undecided ;;
  *) outcome='' summary="giqa gate could not be run (exit code $code): see the log" ;;
esac
if [ -n "${GITHUB_OUTPUT:-}" ]; then printf 'outcome=%s\nsummary=%s\n' "$outcome" "$summary" >>"$GITHUB_OUTPUT"; fi
# Where no gate was run, what lies there is of an earlier step.
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -n "$outcome" ]; then cat -- "$folder/gate.md" >>"$GITHUB_STEP_SUMMARY"; fi
if [ "$code" -ne 0 ]; then
  text=${summary//'%'/%25}
  printf '::error title=Image quality::%s\n' "${text//$'\r'/%0D}"
fi
exit "$code"
