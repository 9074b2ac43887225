#!/usr/bin/env bash
# Installs the Node packages that a folder of the tests asks for (the emulated Bot API server; axe-core), exactly as its
# lock file says, with the Node and npm that requirements-dev.lock put into .venv. npm reads the user's own configuration
# as usual.
# Usage: .ci/node_packages.sh FOLDER. A failure is no error here: the tests that need them are then left out, and pytest
# says so.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
cd "$1"

if [ -f node_modules/.done ] && cmp -s node_modules/.done package-lock.json; then
  exit 0
fi
echo "Installing the Node packages of $1 ..."
if npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error; then
  cp package-lock.json node_modules/.done
else
  echo "npm could not install them: the tests that need them will be left out." >&2
fi
