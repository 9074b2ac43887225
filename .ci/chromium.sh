#!/usr/bin/env bash
# Sees to a Chromium for the tests marked browser. Uses the one that SAYSO_TEST_CHROMIUM names or that is installed; else
# installs Debian's, if this is root on a machine that has apt-get. Anything else is no error here: those tests are then
# left out, and pytest says so.
set -euo pipefail

if [ -n "${SAYSO_TEST_CHROMIUM:-}" ]; then
  exit 0
fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null; then
    exit 0
  fi
done
if [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]; then
  exit 0
fi

leave_out() {
  printf '%s: the tests marked browser will be left out.\n' "$1" >&2
  exit 0
}

[ "$(id -u)" = 0 ] || leave_out "There is no Chromium here, and only root can install one (or name one with SAYSO_TEST_CHROMIUM)"
command -v apt-get >/dev/null || leave_out "There is no Chromium here, and no apt-get to install one with"

echo "Installing Chromium and fonts with apt-get ..."
export DEBIAN_FRONTEND=noninteractive
quietly=(-qq -o=Dpkg::Use-Pty=0 -o=DPkg::Lock::Timeout=600)
apt-get "${quietly[@]}" update || leave_out "apt-get update failed"
apt-get "${quietly[@]}" install -y --no-install-recommends chromium fonts-dejavu-core >/dev/null ||
  leave_out "apt-get could not install Chromium"
# Emoji are nice to have: some releases lack the package.
apt-get "${quietly[@]}" install -y --no-install-recommends fonts-noto-color-emoji >/dev/null || true
