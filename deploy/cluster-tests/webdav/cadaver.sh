#!/usr/bin/env bash
# A full round of cadaver. $1: URL of /dav/, $2: an empty directory.
set -euo pipefail
url=$1 work=$2
cd "$work"
head -c 60000 /dev/urandom >big
head -c 9000000 /dev/urandom >chunks
echo two >two
cat >script <<SCRIPT
open $url
mkcol cadaver
cd cadaver
put big "b i g & ü"
propset "b i g & ü" color blue
propget "b i g & ü" color
propnames "b i g & ü"
lock "b i g & ü"
discover "b i g & ü"
put two "b i g & ü"
unlock "b i g & ü"
put big "b i g & ü"
mkcol sub
copy "b i g & ü" sub/copied
move sub/copied moved
copy sub sub2
get moved got
put chunks
copy chunks chunks2
get chunks2 chunks3
delete chunks2
ls
ls ../many
delete moved
rmcol sub
cd ..
rmcol cadaver
ls
quit
SCRIPT
cadaver <script >out 2>&1
cat out
cmp big got
cmp chunks chunks3
grep -q 'Value of color is: blue' out
grep -q 'Lock token <urn:uuid:' out
[ "$(grep -cE '^ +entry-[0-9]+ ' out)" = 10000 ]
! grep -E 'failed|Could not' out
