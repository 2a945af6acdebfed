#!/bin/sh
# run.sh FOLDER [--sample] [TOOLS]: check what is built in FOLDER with the tools that setup.sh put into TOOLS.
#
# PDF/UA-1 and PDF/A-2a of each PDF, Open XML of each Word file, the Nu Html Checker's errors in each page, and what
# axe.mjs looks at in each page; with --sample, in those that choose.py takes. Prints what fails and a summary.
# Exit: 0 all conform, 1 something does not, 2 something could not be checked.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${1:?usage: run.sh FOLDER [--sample] [TOOLS]}
sample=
if [ "${2:-}" = --sample ]; then
    sample=--sample
    shift
fi
tools=${2:-$here/../../.policygen/conformance}
worst=0

check() {
    started=$(date +%s)
    status=0
    "$@" || status=$?
    [ "$status" -le 1 ] || status=2
    [ "$status" -le "$worst" ] || worst=$status
    echo "-- $1: $(($(date +%s) - started)) s"
}

# Takes about as long as all the rest, on one processor: it runs beside the rest.
start_pdf() {
    java -XX:+UseSerialGC -cp "$tools/verapdf.jar:$tools" Validate "$folder" \
        >"$chosen/pdf.log" 2>&1 &
    validating=$!
}

pdf() {
    status_pdf=0
    wait "$validating" || status_pdf=$?
    validating=
    cat "$chosen/pdf.log"
    return "$status_pdf"
}

word() {
    files=$(find "$folder" -name '*.docx' | wc -l)
    [ "$files" -gt 0 ] || return 0
    # On the path inside the project's environment; otherwise the environment is made.
    if ! command -v openxml-audit >/dev/null; then
        set -- sh "$here/../../bootstrap.sh"
    fi
    if "$@" openxml-audit --recursive --quiet "$folder"; then
        echo "Open XML: $files files, no errors"
    else
        echo "Open XML: errors"
        return 1
    fi
}

nu() {
    if java -Xss2m -jar "$tools/node_modules/vnu-jar/build/dist/vnu.jar" --errors-only --stdout --skip-non-html "$@"; then
        echo "Nu Html Checker: no errors"
    else
        echo "Nu Html Checker: errors"
        return 1
    fi
}

pages() {
    node "$here/axe.mjs" "$tools" "$chosen"
}

if [ ! -d "$folder" ] || [ ! -f "$tools/.ready" ]; then
    echo "run.sh: $folder or $tools is not there; make the tools with setup.sh" >&2
    exit 2
fi
chosen=$(mktemp -d)
validating=
trap '[ -z "$validating" ] || kill "$validating"; rm -rf "$chosen"' EXIT
trap 'exit 2' HUP INT TERM
start_pdf
python3 "$here/choose.py" "$folder" "$chosen" $sample
check word
mkdir -p "$chosen/packs"
check nu "$folder" "$chosen/packs"
check pages
check pdf
case $worst in
    0) echo "conformance: everything in $folder conforms" ;;
    1) echo "conformance: something in $folder does not conform; see above" ;;
    *) echo "conformance: something in $folder could not be checked; see above" ;;
esac
exit "$worst"
