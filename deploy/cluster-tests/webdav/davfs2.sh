#!/usr/bin/env bash
# A full round through a davfs2 mount. $1: URL of /dav/, $2: an empty directory. Needs root and the device of FUSE.
set -euo pipefail
url=$1 work=$2
mount=$work/mount
mkdir -p "$mount"
# buf_size: new kernels ask for more of a directory at once than davfs2 gives by itself.
printf 'ask_auth 0\nbuf_size 64\ndelay_upload 0\nuse_locks 1\n' >"$work/davfs2.conf"
echo | mount.davfs -o "conf=$work/davfs2.conf" "$url" "$mount"
trap 'cd /; umount "$mount"' EXIT
cd "$mount"

mkdir 'd ir & ü'
echo hello >'d ir & ü/f'
[ "$(cat 'd ir & ü/f')" = hello ]
echo more >>'d ir & ü/f'
[ "$(wc -l <'d ir & ü/f')" = 2 ]
mv 'd ir & ü/f' 'd ir & ü/g'
chmod +x 'd ir & ü/g'
[ -x 'd ir & ü/g' ]
head -c 60000 /dev/urandom >"$work/big"
cp "$work/big" 'd ir & ü/big'
cmp "$work/big" 'd ir & ü/big'
[ "$(dd if='d ir & ü/big' bs=1 skip=50000 count=100 2>/dev/null | md5sum)" \
    = "$(dd if="$work/big" bs=1 skip=50000 count=100 2>/dev/null | md5sum)" ]
head -c 9000000 /dev/urandom >"$work/chunks"
cp "$work/chunks" 'd ir & ü/chunks'
cp -r 'd ir & ü' copied
diff -r 'd ir & ü' copied
mkdir new
for i in $(seq 50); do echo "$i" >"new/$i"; done
[ "$(cat new/* | wc -l)" = 50 ]
[ "$(find many -type f | wc -l)" = 10000 ]
df . | grep -q "$mount"
rm -r 'd ir & ü' copied new
[ ! -e new ]
