#!/usr/bin/env bash
# Writes the fixtures of tests/exports again. Packages go to $EXPORTS_WORK, outside of the repository.
# The programs come from Debian: apt-get install php-cli postgresql mariadb-server sqlite3 nodejs npm ruby perl libtext-csv-perl r-base-core golang-go default-jdk-headless libopencsv-java libcommons-csv-java miller jq libreoffice-calc-nogui gnumeric
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export EXPORTS_WORK=${EXPORTS_WORK:-/tmp/exports-work}
mkdir -p "$EXPORTS_WORK/node"
[ -d "$EXPORTS_WORK/venv" ] || python3 -m venv "$EXPORTS_WORK/venv"
"$EXPORTS_WORK/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
cp "$here/package.json" "$EXPORTS_WORK/node/"
npm install --silent --no-audit --no-fund --prefix "$EXPORTS_WORK/node"
PYTHONDONTWRITEBYTECODE=1 exec "$EXPORTS_WORK/venv/bin/python" "$here/make.py" "$@"
