#!/bin/sh
# bootstrap.sh COMMAND [ARGUMENT...]: run a command of the project, after making what it needs.
#
#   sh bootstrap.sh policygen build      sh bootstrap.sh pytest      sh bootstrap.sh mypy
#
# The virtual environment stands beside this file, in .venv; the command runs where you are.
# Packages come hash-pinned from requirements/: `run` for policygen, `test` adds pytest, `lint` the rest.
# A finished environment is recognised by a stamp and costs nothing; a half-made one is made again.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
venv=$here/.venv
system_libraries="libpangoft2-1.0-0 libharfbuzz-subset0"

main() {
    case ${1-} in
        '') fail 2 "usage: sh bootstrap.sh COMMAND [ARGUMENT...]   for example: sh bootstrap.sh policygen build" ;;
        policygen | python) pins="run" ;;
        pytest) pins="test" ;;
        *) pins="lint" ;;
    esac
    is_ready "$pins" || make_environment "$pins"
    is_ready pdf || prepare_pdf
    VIRTUAL_ENV=$venv PATH=$venv/bin:$PATH
    export VIRTUAL_ENV PATH
    exec "$@"
}

# What a stamp must say: this script, this project (less the settings of its tools), these pins, this folder and Python.
fingerprint() {
    sed '/^\[tool/,$d' "$here/pyproject.toml" | cat "$here/bootstrap.sh" - "$here"/requirements/*.txt | cksum
    echo "$venv $(readlink -f "$venv/bin/python")"
}

is_ready() {
    [ -f "$venv/.ready-$1" ] && [ "$(cat "$venv/.ready-$1")" = "$(fingerprint)" ]
}

make_environment() {
    [ ! -t 2 ] || echo "bootstrap: installing packages into .venv (once, under a minute)" >&2
    if ! is_ready run; then
        python=$(find_python) || { install_packages python3-venv && python=$(find_python); } ||
            fail 1 "Python 3.11 or later with its venv module is needed; on Debian or Ubuntu: apt-get install python3-venv"
        quietly "$python" -m venv --clear "$venv"
    fi
    # Wheels only and no build isolation: nothing is built or run that the hashes do not cover.
    quietly pip install --require-hashes --no-deps --only-binary :all: -r "$here/requirements/$1.txt"
    quietly pip install --no-deps --no-build-isolation --editable "$here"
    # Each list of pins holds the one before it.
    for pins_held in run test lint; do
        fingerprint >"$venv/.ready-$pins_held"
        [ "$pins_held" != "$1" ] || break
    done
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

pip() {
    "$venv/bin/python" -m pip --disable-pip-version-check --no-input "$@"
}

# The PDF engine is Python, but it calls Pango and HarfBuzz; everything but PDF works without them.
prepare_pdf() {
    if pdf_loads || { install_pdf_libraries && pdf_loads; }; then
        fingerprint >"$venv/.ready-pdf"
    else
        echo "bootstrap: PDF files need system libraries that are missing here" \
            "(Debian, Ubuntu: apt-get install $system_libraries; macOS: brew install pango);" \
            "everything else works without them." >&2
    fi
}

pdf_loads() {
    "$venv/bin/python" -W 'error:HarfBuzz-Subset:DeprecationWarning' -c 'import weasyprint' >/dev/null 2>&1
}

install_pdf_libraries() {
    # shellcheck disable=SC2086  # a list of names
    if command -v brew >/dev/null 2>&1; then
        brew install --quiet pango >/dev/null 2>&1
    else
        install_packages $system_libraries
    fi
}

# By apt, as root or with a sudo that asks nothing; fails where neither is to be had.
install_packages() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" -eq 0 ]; then
        sudo=
    elif sudo -n true 2>/dev/null; then
        sudo="sudo -n"
    else
        return 1
    fi
    apt_install="$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $*"
    # The lists of packages may be missing or old: fetch them only then, it is the slow part.
    $apt_install >/dev/null 2>&1 || { $sudo apt-get update >/dev/null 2>&1 && $apt_install >/dev/null 2>&1; }
}

# Run a command without its output, unless it fails.
quietly() {
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        fail 1 "could not make $venv; run the same command again once the cause above is gone"
    fi
    rm -f "$log"
}

fail() {
    echo "bootstrap: $2" >&2
    exit "$1"
}

main "$@"
