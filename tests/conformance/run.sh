#!/bin/sh
# run.sh FOLDER [TOOLS]: check every PDF and every page below FOLDER with the tools that setup.sh put into TOOLS.
#
# PDF/UA-1 and PDF/A-2a of each PDF; of each page the Nu Html Checker's errors and what axe.mjs looks at.
# Prints what fails and a summary. Exit: 0 all conform, 1 something does not, 2 something could not be checked.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${1:?usage: run.sh FOLDER [TOOLS]}
tools=${2:-$here/../../.policygen/conformance}
worst=0

check() {
    status=0
    "$@" || status=$?
    [ "$status" -le 1 ] || status=2
    [ "$status" -le "$worst" ] || worst=$status
}

nu() {
    if java -Xss2m -jar "$tools/node_modules/vnu-jar/build/dist/vnu.jar" --errors-only --stdout --skip-non-html "$1"; then
        echo "Nu Html Checker: no errors"
    else
        echo "Nu Html Checker: errors"
        return 1
    fi
}

if [ ! -d "$folder" ] || [ ! -f "$tools/.ready" ]; then
    echo "run.sh: $folder or $tools is not there; make the tools with setup.sh" >&2
    exit 2
fi
check java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$tools/verapdf.jar:$tools" Validate "$folder"
check nu "$folder"
check node "$here/axe.mjs" "$tools" "$folder"
case $worst in
    0) echo "conformance: everything in $folder conforms" ;;
    1) echo "conformance: something in $folder does not conform; see above" ;;
    *) echo "conformance: something in $folder could not be checked; see above" ;;
esac
exit "$worst"
