#!/usr/bin/env bash
# What people do in a directory, done in one that is mounted and in a local one, which must agree.
# $1: the mounted directory, $2: an empty local one, $3: a checkout with Java sources. Figures go to $2/figures.
# $4: "without-renames" for a mount that loses what gets another name just after it was written.
set -euo pipefail
trap 'echo "line $LINENO: $BASH_COMMAND" >&2' ERR
mounted=$1 work=$2 checkout=$3 renames=${4:-with-renames}
local=$work/local
modules=24

seconds() { date +%s.%N; }
figure() { awk -v name="$1" -v count="$2" -v unit="$3" -v began="$4" -v ended="$(seconds)" \
    'BEGIN { printf "%s: %d %s in %.1f s, %.0f a second\n", name, count, unit, ended - began, count / (ended - began) }' \
    | tee -a "$work/figures"; }
# A mount learns the server's time of a file a moment after it was written, and knows whole seconds only.
eventually() {
    for _ in $(seq 150); do
        "$@" && return
        sleep 0.2
    done
    echo "never: $*" >&2
    return 1
}
step() { echo "-- $1"; echo "$1" >>"$work/steps"; }

# A source tree, and a project of C that a compiler has something to do with.
mkdir -p "$local/src" "$local/project"
(cd "$checkout" && find consensus/core metadata/namespace -path '*/src/main/*.java' -print0 | tar c --null -T -) | tar x -C "$local/src"
for i in $(seq $modules); do
    printf '#include "all.h"\nint f%d(int x) { return x + %d; }\n' "$i" "$i" >"$local/project/f$i.c"
    echo "int f$i(int x);" >>"$local/project/all.h"
done
{
    printf '#include <stdio.h>\n#include "all.h"\nint main(void) {\n    int x = 0;\n'
    for i in $(seq $modules); do echo "    x = f$i(x);"; done
    printf '    printf("%%d\\n", x);\n    return 0;\n}\n'
} >"$local/project/main.c"
# shellcheck disable=SC2016 # Make expands it
printf 'objects := $(patsubst %%.c,%%.o,$(wildcard *.c))\nprogram: $(objects)\n\tgcc -o $@ $^\n%%.o: %%.c all.h\n\tgcc -O1 -c -o $@ $<\n' \
    >"$local/project/Makefile"
files=$(find "$local/src" -type f | wc -l)

step copy
began=$(seconds)
cp -r "$local/src" "$mounted/src"
figure "cp -r" "$files" files "$began"
diff -r "$local/src" "$mounted/src"

step "find and du"
list() { (cd "$1" && find . -type d -printf '%y %p\n' -o -printf '%y %p %s\n' | LC_ALL=C sort); }
diff <(list "$local/src") <(list "$mounted/src")
octets() { (cd "$1" && find . -type f -print0 | du -b -c --files0-from=- | tail -1); }
[ "$(octets "$local/src")" = "$(octets "$mounted/src")" ]
kilobytes() { (cd "$1" && find . -type f -print0 | du --apparent-size -k -c --files0-from=- | tail -1); }
[ "$(kilobytes "$local/src")" = "$(kilobytes "$mounted/src")" ]

step compile
cp -r "$local/project" "$mounted/project"
began=$(seconds)
make -s -C "$mounted/project" -j 2
figure make "$((modules + 1))" objects "$began"
[ "$("$mounted/project/program")" = $((modules * (modules + 1) / 2)) ]
eventually make -s -q -C "$mounted/project"
change() {
    printf '#include "all.h"\nint f1(int x) { return x + 101; }\n' >"$mounted/project/f1.c"
    [ "$mounted/project/f1.c" -nt "$mounted/project/program" ]
}
eventually change
[ "$(make -C "$mounted/project" | grep -c 'gcc -O1')" = 1 ]
[ "$("$mounted/project/program")" = $((modules * (modules + 1) / 2 + 100)) ]

commit_with_git() {
    export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
    began=$(seconds)
    git -C "$mounted/src" init -q
    git -C "$mounted/src" add .
    git -C "$mounted/src" commit -q -m "All of it"
    figure "git add and commit" "$files" files "$began"
    [ -z "$(git -C "$mounted/src" status --porcelain)" ]
    git -C "$mounted/src" fsck --full --strict
    git clone -q --no-local "$mounted/src" "$work/clone"
    diff -r -x .git "$local/src" "$work/clone"
}
if [ "$renames" = with-renames ]; then
    step git
    commit_with_git
fi

step rsync
began=$(seconds)
in_place=()
[ "$renames" = with-renames ] || in_place=(--inplace)
rsync -a "${in_place[@]}" "$local/src/consensus/core" "$mounted/rsynced"
figure "rsync -a" "$(find "$local/src/consensus/core" -type f | wc -l)" files "$began"
diff -r "$local/src/consensus/core" "$mounted/rsynced/core"

step tar
tar c -C "$local" project >"$work/project.tar"
mkdir "$mounted/unpacked"
tar x -C "$mounted/unpacked" -f "$work/project.tar"
diff -r "$local/project" "$mounted/unpacked/project"

step "move and delete"
mv "$mounted/unpacked/project" "$mounted/moved"
diff -r "$local/project" "$mounted/moved"
[ -z "$(ls -A "$mounted/unpacked")" ]
rm -r "$mounted/moved" "$mounted/unpacked"
[ ! -e "$mounted/moved" ]
step end
