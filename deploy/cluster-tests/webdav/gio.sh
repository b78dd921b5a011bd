#!/usr/bin/env bash
# A full round of GNOME's gio, in a session bus of its own. $1: URL of /dav/, $2: an empty directory.
set -euo pipefail
if [ -z "${IN_SESSION:-}" ]; then
    IN_SESSION=1 exec dbus-run-session -- "$0" "$@"
fi
url=dav${1#http} work=$2
export XDG_RUNTIME_DIR=$work XDG_CACHE_HOME=$work
gio mount "$url" </dev/null
head -c 60000 /dev/urandom >"$work/big"
head -c 9000000 /dev/urandom >"$work/chunks"
gio mkdir "${url}g io"
gio copy "$work/big" "${url}g io/big"
gio cat "${url}g io/big" | cmp - "$work/big"
gio move "${url}g io/big" "${url}g io/ünï & co"
gio rename "${url}g io/ünï & co" plain
[ "$(gio list "${url}g io")" = plain ]
echo saved | gio save "${url}g io/plain"
[ "$(gio cat "${url}g io/plain")" = saved ]
gio info "${url}g io/plain" | grep -q 'size: *6$'
gio copy "$work/chunks" "${url}g io/chunks"
gio copy "${url}g io/chunks" "${url}g io/copied"
gio copy "${url}g io/copied" "$work/back"
cmp "$work/chunks" "$work/back"
gio remove "${url}g io/chunks" "${url}g io/copied"
[ "$(gio list "${url}many" | wc -l)" = 10000 ]
gio remove "${url}g io/plain"
gio remove "${url}g io"
gio mount -u "$url"
