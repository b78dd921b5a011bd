#!/usr/bin/env bash
# A full round of rclone: two dialects of WebDAV, and the plain index. $1: URL of /dav/, $2: an empty directory.
set -euo pipefail
url=$1 work=$2
export RCLONE_CONFIG=$work/rclone.conf
cat >"$RCLONE_CONFIG" <<CONFIG
[dav]
type = webdav
url = $url
vendor = other
[oc]
type = webdav
url = $url
vendor = owncloud
[index]
type = http
url = $url
CONFIG
same() { [ "$1" = "$2" ] || { echo "expected '$2', got '$1'"; exit 1; }; }

mkdir -p "$work/src/a b/ü" "$work/src/e"
echo hello >"$work/src/a b/ü/f#1%&+.txt"
head -c 60000 /dev/urandom >"$work/src/e/big"
# Three chunks.
head -c 9000000 /dev/urandom >"$work/src/e/chunks"
touch -d '2020-01-02 03:04:05 UTC' "$work/src/e/big"
for i in $(seq 40); do echo "$i" >"$work/src/e/$i"; done

rclone mkdir dav:rclone
rclone copy "$work/src" dav:rclone/src
rclone check "$work/src" dav:rclone/src
rclone copy "$work/src" oc:rclone/oc
same "$(rclone lsl oc:rclone/oc/e/big | cut -d. -f1 | sed 's/^ *//')" "60000 2020-01-02 03:04:05"
same "$(rclone cat --offset 3 --count 2 'dav:rclone/src/a b/ü/f#1%&+.txt')" lo
rclone cat oc:rclone/oc/e/chunks | cmp - "$work/src/e/chunks"
# Across the border of two chunks.
same "$(rclone cat --offset 4194300 --count 9 dav:rclone/src/e/chunks | md5sum)" \
    "$(tail -c +4194301 "$work/src/e/chunks" | head -c 9 | md5sum)"
rclone copy dav:rclone/src dav:rclone/copied
rclone moveto dav:rclone/copied/e/big "dav:rclone/copied/moved here"
rclone move dav:rclone/copied dav:rclone/moved
same "$(rclone size --json dav:rclone/moved | grep -o '"count":[0-9]*')" '"count":43'
rclone sync "$work/src" dav:rclone/moved
rclone check "$work/src" dav:rclone/moved
same "$(rclone lsf dav:many | wc -l)" 10000
same "$(rclone lsf index:many/ | wc -l)" 10000
same "$(rclone cat 'index:rclone/src/a b/ü/f#1%&+.txt')" hello
rclone about dav: | grep -q Used
rclone delete dav:rclone/oc
rclone purge dav:rclone
same "$(rclone lsf dav: | grep -c '^rclone' || true)" 0
