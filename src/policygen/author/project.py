"""A project that is to be: the files around a partnership's own, so that staff can edit, check, build and sign.

Takes the particulars of its partnership, the library of the base and its version; gives texts by path.
"""

import json

from policygen import __version__
from policygen.author.partnership import Particulars, partnership_files
from policygen.diagnostics import RelPath
from policygen.model.library import Library
from policygen.source.editors import schemas
from policygen.source.files import FILES
from policygen.source.foundation import PACKAGE, PROJECT

__all__ = ["project_files"]


def project_files(about: Particulars, library: Library) -> dict[RelPath, str]:
    """Return every file of a new project on the base that comes with policygen."""
    version = library.protocol.version
    first = min(about.agencies or library.rendered())
    clause = next(clause.id for _, clause in library.clauses())
    files = {
        PROJECT: (
            "# The protocol that this project stands on. It comes with policygen; when you install a newer one that\n"
            "# carries another version, `policygen check` tells you before anything changes.\n"
            f"base:\n  package: {PACKAGE}\n  version: {json.dumps(version)}\n"
        ),
        **partnership_files(about, library),
        RelPath("README.md"): _README.format(
            name=about.name, id=about.id, agency=first, version=version, clause=clause
        ),
        RelPath(".gitignore"): "/.policygen/\n/output/\n/.venv/\n",
        RelPath(".ci.yml.example"): _CI.format(program=__version__),
        RelPath(".vscode/settings.json"): _json(_settings()),
        RelPath(".vscode/extensions.json"): _json({"recommendations": ["redhat.vscode-yaml"]}),
    }
    return files | {RelPath(f".schemas/{name}.schema.json"): _json(schema) for name, schema in schemas().items()}


def _settings() -> dict[str, object]:
    """Return the settings by which an editor knows the schema of each YAML file, and writes files as they are read."""
    kinds = [kind for kind in FILES if kind.noun is not None and kind.pattern.endswith("yaml")]
    return {
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.exclude": {"**/.policygen": True, "**/.schemas": True},
        "editor.wordWrap": "on",
        "yaml.schemas": {f"./.schemas/{kind.name}.schema.json": kind.glob for kind in kinds},
    }


def _json(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


_CI = """\
# What a build server does with this project. Copy it into the form that yours reads.
# It needs Python 3.11 or later, and Pango for PDFs (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0).
check-and-build:
  script:
    - python3 -m venv .venv
    - .venv/bin/python -m pip install policygen=={program}
    - .venv/bin/policygen check
    - .venv/bin/policygen build
  keep: output/
"""

_README = """\
# {name}: information sharing protocol

This folder holds what is ours: who we are, whom staff call, and what we changed.
The protocol itself, version {version}, comes with the program policygen.

## Edit

Open this folder in Visual Studio Code. It offers the extension YAML: install it, and the editor explains each line.

| to change | open |
|---|---|
| our name, the edition, whom everyone calls | `content/partnerships/{id}/partnership.yaml` |
| whom one agency's staff call | `content/partnerships/{id}/agencies/<agency>/values.yaml` |
| who keeps which part, and who has signed | `content/partnerships/{id}/sign-off.yaml` |

Write over each `TBC` when you know what stands there. Leave it until then: a draft shows a gap, and nothing is made up.
Hours look like `Monday to Friday 09:00-17:00`, or `always`.

To add a paragraph, give it an id, and say that of the paragraph it comes after:

```sh
policygen new clause our-duty-team --after {clause}
```

A paragraph's id stands at the end of the address of a link to it: `policy.html#its-id`.
`policygen new --help` lists what else can be added.

## Check

```sh
policygen check
```

It names each line that needs you. An error stops everything; a warning is a gap to fill before you publish.

## Build

```sh
policygen build -a {agency}
```

makes the documents of one agency, in `.policygen/selection/{id}/{agency}/`.
`policygen build` makes all of them; open `output/index.html`.

## Sign

1. In `sign-off.yaml`, under `agencies`, name who signs for each agency.
2. `policygen check` says the digest of the text that they read. When they agree, write the day as `on`, that as `of`.
3. When all have signed, and your legal adviser has confirmed the law, set `status: approved` in `partnership.yaml`.
4. `policygen release` makes the dated edition. It refuses while anything is missing, and says what.

If the text changes afterwards, `check` says whose signature no longer fits.
"""
