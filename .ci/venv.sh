#!/usr/bin/env bash
# Makes .venv with a Python that Sayso runs on: the newest of 3.13, 3.12 and 3.11 found here, or the one that is named.
# Usage: .ci/venv.sh [PYTHON]. Does nothing if .venv is there already and no other Python is asked for.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted="${1:-}"
stamp=.venv/.done-venv

# Prints "3.12" for a Python that starts; prints nothing for a name that is missing or only a shim to nowhere.
version_of() {
  "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

fits() {
  case "$1" in 3.11 | 3.12 | 3.13) return 0 ;; *) return 1 ;; esac
}

can_make_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null
}

give_up() {
  printf 'Cannot set up Sayso: %s\n' "$1" >&2
  exit 1
}

say_venv_is_missing() {
  give_up "$1 cannot make virtual environments. On Debian or Ubuntu: apt-get install python$2-venv"
}

version=""
if [ -n "$wanted" ]; then
  version="$(version_of "$wanted")"
  [ -n "$version" ] || give_up "$wanted does not run."
  fits "$version" || give_up "$wanted is Python $version, and Sayso runs on Python 3.11, 3.12 and 3.13."
fi

# The stamp holds the folder's path, because the programs in .venv/bin stop working when the folder is moved.
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$PWD" ]; then
  existing="$(version_of .venv/bin/python)"
  if fits "$existing" && { [ -z "$wanted" ] || [ "$existing" = "$version" ]; }; then
    exit 0
  fi
fi

if [ -n "$wanted" ]; then
  can_make_venv "$wanted" || say_venv_is_missing "$wanted" "$version"
  chosen="$wanted"
else
  chosen=""
  incomplete=""
  seen=""
  for candidate in python3.13 python3.12 python3.11 python3; do
    version="$(version_of "$candidate")"
    [ -n "$version" ] || continue
    seen="$seen $candidate=$version"
    fits "$version" || continue
    if can_make_venv "$candidate"; then
      chosen="$candidate"
      break
    fi
    incomplete="${incomplete:-$candidate $version}"
  done
  if [ -z "$chosen" ]; then
    # shellcheck disable=SC2086 # "name version" is meant to become two words
    [ -z "$incomplete" ] || say_venv_is_missing $incomplete
    give_up "it needs Python 3.11, 3.12 or 3.13, and found${seen:- none at all}. Name another with PYTHON=..."
  fi
fi

echo "Making .venv with $("$chosen" --version) ..."
rm -rf .venv
"$chosen" -m venv .venv
pwd >"$stamp"
