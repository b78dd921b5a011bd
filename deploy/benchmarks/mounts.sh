#!/usr/bin/env bash
# The scenarios of the mount tests, by davfs2, on Metroon and on Apache's mod_dav, one after the other.
# Needs root, /dev/fuse and the packages davfs2 apache2-bin git rsync make gcc libc6-dev.
# Usage: mounts.sh http://127.0.0.1:8420 (a node of a running cluster; the directory /mounts there is made and deleted)
set -euo pipefail
[ $# = 1 ] || { sed -n '2,4s/^# //p' "$0"; exit 2; }
node=${1%/}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
apache=
unmount() { ! mountpoint -q "$work/mounted" || umount "$work/mounted"; }
end() {
    unmount || umount -i -l "$work/mounted"
    [ -z "$apache" ] || { kill "$apache"; wait "$apache" || true; }
    curl -sf -o "$work/answer" -X DELETE "$node/dav/mounts" || true
    rm -rf "$work"
}
trap end EXIT
mkdir "$work/mounted" "$work/apache"

# A server of one disk, without replication, which is what people know.
port=$((20000 + RANDOM % 10000))
{
    for module in mpm_event authz_core dav dav_fs; do
        echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
    done
    printf 'ServerName localhost\nListen 127.0.0.1:%d\nPidFile %s/pid\nErrorLog %s/log\nUser www-data\nGroup www-data\n' \
        "$port" "$work/apache" "$work/apache"
    printf 'DocumentRoot %s/apache/root\nDavLockDB %s/apache/locks\n' "$work" "$work"
    printf '<Directory %s/apache/root>\n  Dav On\n  Require all granted\n</Directory>\n' "$work"
} >"$work/apache/conf"
mkdir -p "$work/apache/root/mounts"
chmod 755 "$work"
chown -R www-data "$work/apache"
apache2 -f "$work/apache/conf" -D FOREGROUND &
apache=$!
curl -sf --retry 50 --retry-connrefused --retry-delay 0 -o "$work/answer" "http://127.0.0.1:$port/mounts/" || true

printf 'ask_auth 0\nbuf_size 64\ndelay_upload 0\nuse_locks 1\n' >"$work/davfs2.conf"
mount_davfs2() {
    mount.davfs -o "conf=$work/davfs2.conf" "$1" "$work/mounted" </dev/null
}
round() { # server, URL
    local local=$work/local-$1
    mkdir "$local"
    mount_davfs2 "$2"
    "$checkout/deploy/cluster-tests/mount/scenarios.sh" "$work/mounted" "$local" "$checkout" >"$local/output" 2>&1 \
        || { cat "$local/output"; exit 1; }
    unmount
    sed "s/^/davfs2 on $1: /" "$local/figures"
}
curl -sf -o "$work/answer" -X MKCOL "$node/dav/mounts"
round metroon "$node/dav/mounts"
round apache "http://127.0.0.1:$port/mounts"
