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
    # What was compiled may depend on neither the place nor the user's zone, language or umask.
    (cd "$copies/$1" && env TZ="$2" LC_ALL="$3" sh -c "umask $4; mvn -B -q -ntp -Pquick -pl deploy/distribution -am package >&2")
    find "$copies/$1/deploy/distribution/target" -maxdepth 1 -name '*.tar.gz'
}

first=$(build one UTC C 022)
second=$(build another/place Asia/Kolkata C.UTF-8 027)
sha256sum "$first" "$second" | sed "s|$copies/||"
cmp "$first" "$second"
printf 'The archives are the same.\n'
