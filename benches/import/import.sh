#!/usr/bin/env bash
# Times an import of 500,000 users through the server, in a virtual environment that this script makes below
# the target directory. Arguments go to import.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --locked --all-features
target="${CARGO_TARGET_DIR:-target}"
venv="$target/import-venv"
wanted=benches/import/requirements.txt
if ! cmp -s "$wanted" "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
  cp "$wanted" "$venv/requirements.txt"
fi
exec "$venv/bin/python" benches/import/import.py --tool "$(realpath "$target/release/cognito-preflight")" "$@"
