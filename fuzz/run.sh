#!/usr/bin/env bash
# Runs every fuzz target, or those that are named, with libFuzzer: a fixed number of runs each, or as
# long as SECONDS_EACH says. Needs a nightly toolchain; installs cargo-fuzz where it is missing. What is
# found to be new goes below the target directory, never into the corpus that is kept.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! cargo +nightly fuzz --version >/dev/null 2>&1; then
  cargo install --locked --version 0.13.2 cargo-fuzz
fi
targets=("$@")
if ((${#targets[@]} == 0)); then
  targets=(cognito_reader rfc4180_differential decode check_row clean_roundtrip broken_structure schema_json wire faults values
    mapping json_reader password_hashes)
fi
limit=(-runs="${RUNS:-2000}")
if [[ -n ${SECONDS_EACH:-} ]]; then
  limit=(-max_total_time="$SECONDS_EACH")
fi
found="${CARGO_TARGET_DIR:-fuzz/target}/found"
for target in "${targets[@]}"; do
  case $target in
    schema_json | wire) words=json ;;
    values | password_hashes) words=values ;;
    mapping) words=mapping ;;
    json_reader) words=json ;;
    *) words=csv ;;
  esac
  printf '\n== %s\n' "$target"
  mkdir -p "$found/$target"
  # No sanitizer: the crate forbids unsafe code, and without one a run does ten times as much.
  cargo +nightly fuzz run --fuzz-dir fuzz --features libfuzzer -O --sanitizer none "$target" \
    "$found/$target" "fuzz/corpus/$target" -- \
    "${limit[@]}" -max_len=4096 -timeout=25 -dict="fuzz/dictionaries/$words.dict"
done
