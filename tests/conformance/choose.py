"""choose.py FOLDER DEST [--sample]: put the pages of a build that a browser is to look at into DEST, by their paths.

All pages, and of each pack the pages that stand nowhere else. A sample has every page around the documents, and each
document once for each partnership: of one agency after the other, so that all agencies have their turn. Standard
library only; prints how many pages it took.
"""

import shutil
import sys
import zipfile
from collections import defaultdict
from pathlib import Path, PurePosixPath


def main() -> None:
    folder, dest = Path(sys.argv[1]), Path(sys.argv[2])
    everything = sys.argv[3:] != ["--sample"]
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    taken = pages if everything else sample(pages)
    for name in taken:
        target = dest / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, target)
    packs = sorted(folder.glob("*/*/*-pack.zip"))
    own = 0
    for pack in packs if everything else packs[:: max(1, len(packs) // 2)][:2]:
        with zipfile.ZipFile(pack) as archive:
            for name in archive.namelist():
                beside = pack.parent / name
                if name.endswith(".html") and not (beside.exists() and beside.read_bytes() == archive.read(name)):
                    archive.extract(name, dest / "packs" / pack.stem)
                    own += 1
    print(f"chosen: {len(taken)} of {len(pages)} pages, and {own} that stand in packs only")


def sample(pages: list[str]) -> list[str]:
    """Return all pages but documents, and each document once for each partnership.

    A document stands at PARTNERSHIP/AGENCY/DOCUMENT.html; the page of an agency is its index.
    """
    documents: dict[tuple[str, str], list[str]] = defaultdict(list)
    taken = []
    for name in pages:
        parts = PurePosixPath(name).parts
        if len(parts) == 3 and parts[2] != "index.html":
            documents[parts[0], parts[2]].append(name)
        else:
            taken.append(name)
    for turn, key in enumerate(sorted(documents, key=lambda key: (key[1], key[0]))):
        taken.append(documents[key][turn * 5 % len(documents[key])])
    return sorted(taken)


if __name__ == "__main__":
    main()
