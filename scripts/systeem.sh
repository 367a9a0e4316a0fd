#!/bin/sh
# Names what the browser tests need from this system. Installs it only when it may (root, with apt);
# otherwise prints the one line to run. Never asks for more rights.
set -eu

for browser in chromium-headless-shell chromium chromium-browser google-chrome; do
  if command -v "$browser" >/dev/null 2>&1; then
    exit 0
  fi
done

line='apt-get update && apt-get install -y --no-install-recommends chromium-headless-shell'

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Er is geen Chromium voor de browsertests; die wordt nu geïnstalleerd …"
  log=$(mktemp)
  if { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell; } >"$log" 2>&1; then
    rm -f "$log"
    exit 0
  fi
  tail -n 5 "$log" >&2
  rm -f "$log"
fi

echo "Voor de browsertests is Chromium nodig. Op Debian of Ubuntu (als beheerder): $line" >&2
exit 1
