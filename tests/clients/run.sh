#!/usr/bin/env bash
# Tests the server with AWS's own clients, boto3 and the AWS CLI, with the libraries by which applications sign in,
# and with a browser, and the tool with what a generator of names and addresses writes in many locales. What is needed is installed below the target
# directory; Chromium and Node.js come from the system's packages. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --locked --features serve
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
# A script needs its packages beside it.
for name in browser applications; do
  folder="$target/clients-$name"
  mkdir -p "$folder"
  if ! cmp -s "tests/clients/$name/package-lock.json" "$folder/installed.json"; then
    cp "tests/clients/$name/package.json" "tests/clients/$name/package-lock.json" "$folder/"
    npm --prefix "$folder" ci --silent --no-audit --no-fund
    cp "$folder/package-lock.json" "$folder/installed.json"
  fi
  cp "tests/clients/$name/$name.mjs" "$folder/"
done

PATH="$venv/bin:$PATH" COGNITO_PREFLIGHT="$target/release/cognito-preflight" \
  BROWSER_SCRIPT="$target/clients-browser/browser.mjs" \
  APPLICATIONS_SCRIPT="$target/clients-applications/applications.mjs" \
  exec "$venv/bin/python" -m pytest -p no:cacheprovider -q tests/clients "$@"
