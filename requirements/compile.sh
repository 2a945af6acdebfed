#!/bin/sh
# compile.sh [OPTION...]: write run.txt, test.txt and lint.txt from pyproject.toml, for every platform and Python 3.11 on.
# Needs uv. Pins stay as they are unless they no longer fit; `--upgrade` or `--upgrade-package NAME` moves them.
# No address of an index is written: any index that serves files of these hashes will do.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --quiet --universal --generate-hashes --no-header pyproject.toml --group build "$@"
}

# Each list holds the one before it, at the same versions.
compile "$@" --output-file requirements/run.txt
compile "$@" --constraint requirements/run.txt --extra publish --extra sign --group test --output-file requirements/test.txt
compile "$@" --constraint requirements/test.txt --extra publish --extra sign --group test --group lint --output-file requirements/lint.txt
