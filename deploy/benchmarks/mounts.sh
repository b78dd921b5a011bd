#!/usr/bin/env bash
# The scenarios of the mount tests, by davfs2 and by rclone, on Metroon and on Apache's mod_dav, one after the other.
# Needs root, /dev/fuse and the packages davfs2 rclone fuse3 apache2-bin git rsync make gcc libc6-dev.
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
mount_by() {
    if [ "$1" = davfs2 ]; then
        mount.davfs -o "conf=$work/davfs2.conf" "$2" "$work/mounted" </dev/null
    else
        RCLONE_WEBDAV_URL=$2 RCLONE_WEBDAV_VENDOR=$3 rclone mount :webdav: "$work/mounted" --config=/dev/null \
            --cache-dir="$work/cache" --vfs-cache-mode=writes --vfs-write-back=0s \
            --file-perms=0755 --daemon --daemon-wait=30s
    fi
}
round() { # client, server, URL, dialect
    local local=$work/$1-$2
    mkdir "$local"
    mount_by "$1" "$3" "$4"
    "$checkout/deploy/cluster-tests/mount/scenarios.sh" "$work/mounted" "$local" "$checkout" >"$local/output" 2>&1 \
        || { cat "$local/output"; exit 1; }
    unmount
    sed "s/^/$1 on $2: /" "$local/figures"
}
for client in davfs2 rclone; do
    curl -sf -o "$work/answer" -X MKCOL "$node/dav/mounts"
    round "$client" metroon "$node/dav/mounts" owncloud
    curl -sf -o "$work/answer" -X DELETE "$node/dav/mounts"
    round "$client" apache "http://127.0.0.1:$port/mounts" other
    rm -rf "$work/apache/root/mounts"
    mkdir "$work/apache/root/mounts"
    chown www-data "$work/apache/root/mounts"
done
