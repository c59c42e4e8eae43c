#!/usr/bin/env bash
# Tests the server with AWS's own clients, boto3 and the AWS CLI, with the libraries by which applications sign in, and
# with a browser; and the tool with what a generator of names and addresses writes in many locales and with password
# hashes of the libraries that make them. What is needed is installed below the target
# directory; Chromium and Node.js come from the system's packages. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --locked --all-features --bin cognito-preflight
target="$(realpath "${CARGO_TARGET_DIR:-target}")"
venv="$target/clients-venv"
wanted=tests/clients/requirements.txt
if ! cmp -s "$wanted" "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
  cp "$wanted" "$venv/requirements.txt"
fi

packages=()
command -v chromium >/dev/null || packages+=(chromium)
command -v npm >/dev/null || packages+=(nodejs npm)
if ((${#packages[@]})); then
  as_root=()
  if ((EUID)); then
    as_root=(sudo --non-interactive)
  fi
  if ! { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install --yes -qq "${packages[@]}"; }; then
    echo "${packages[*]} could not be installed; install them and run this again" >&2
    exit 1
  fi
fi
# The packages of a folder below this one, installed where they are not yet.
install() {
  local from="tests/clients/$1" to="$target/clients-$1"
  mkdir -p "$to"
  if ! cmp -s "$from/package-lock.json" "$to/installed.json"; then
    cp "$from/package.json" "$from/package-lock.json" "$to/"
    npm --prefix "$to" ci --silent --no-audit --no-fund
    cp "$from/package-lock.json" "$to/installed.json"
  fi
  cp "$from"/*.mjs "$to/"
}
install browser
install applications
install hashes

PATH="$venv/bin:$PATH" COGNITO_PREFLIGHT="$target/release/cognito-preflight" \
  BROWSER_SCRIPT="$target/clients-browser/browser.mjs" APPLICATIONS_SCRIPT="$target/clients-applications/applications.mjs" \
  HASHES_SCRIPT="$target/clients-hashes/hashes.mjs" \
  exec "$venv/bin/python" -m pytest -p no:cacheprovider -q tests/clients "$@"
