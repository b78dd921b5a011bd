#!/bin/sh
# Builds the distribution twice, from two copies of this checkout in different directories, and compares the archives octet
# by octet. Ends with 0 if they are the same.
set -eu

checkout=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
copies=$(mktemp -d)
trap 'rm -rf "$copies"' EXIT

build() {
    mkdir -p "$copies/$1"
    (cd "$checkout" && tar -cf - --exclude target --exclude .git --exclude .flattened-pom.xml .) |
        (cd "$copies/$1" && tar -xf -)
    # What is built depends on neither the place nor the user's time zone or language; on his umask it does, for jars hold
    # the modes of directories: so on 022, the usual one.
    (cd "$copies/$1" && env TZ="$2" LC_ALL="$3" sh -c "umask 022; mvn -B -q -ntp -Pquick -pl deploy/distribution -am package >&2")
    find "$copies/$1/deploy/distribution/target" -maxdepth 1 -name '*.tar.gz'
}

first=$(build one UTC C)
second=$(build another/place Asia/Kolkata C.UTF-8)
sha256sum "$first" "$second" | sed "s|$copies/||"
cmp "$first" "$second"
printf 'The archives are the same.\n'
