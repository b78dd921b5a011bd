#!/usr/bin/env bash
# A full round of npm's webdav, at the versions of npm/package-lock.json. $1: URL of /dav/, $2: an empty directory.
set -euo pipefail
url=$1 work=$2
cp "$(dirname "${BASH_SOURCE[0]}")"/npm/* "$work"
cd "$work"
npm ci --silent --no-audit --no-fund
node round.mjs "$url"
