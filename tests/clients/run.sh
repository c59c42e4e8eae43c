#!/usr/bin/env bash
# Tests the server with AWS's own clients, boto3 and the AWS CLI, and the tool with what a generator of
# names and addresses writes in many locales, in a virtual environment that this
# script makes below the target directory. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --locked --all-features
target="${CARGO_TARGET_DIR:-target}"
venv="$target/clients-venv"
wanted=tests/clients/requirements.txt
if ! cmp -s "$wanted" "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
  cp "$wanted" "$venv/requirements.txt"
fi
PATH="$(realpath "$venv/bin"):$PATH" COGNITO_PREFLIGHT="$(realpath "$target/release/cognito-preflight")" \
  exec "$venv/bin/python" -m pytest -p no:cacheprovider -q tests/clients "$@"
