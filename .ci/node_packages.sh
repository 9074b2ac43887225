#!/usr/bin/env bash
# Installs the Node packages of the emulated Bot API server, exactly as its lock file says, with the Node and npm that
# requirements-dev.lock put into .venv. npm reads the user's own configuration as usual.
# Usage: .ci/node_packages.sh FOLDER. A failure is no error here: the tests that need the server are then left out,
# and pytest says so.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
cd "$1"

if [ -f node_modules/.done ] && cmp -s node_modules/.done package-lock.json; then
  exit 0
fi
echo "Installing the emulated Bot API server's Node packages ..."
if npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error; then
  cp package-lock.json node_modules/.done
else
  echo "npm could not install them: the tests marked bot_api will be left out." >&2
fi
