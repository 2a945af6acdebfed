"""What a full build costs beside the PDF engine alone: `python benchmarks/build.py [AGENCY ...]`.

Renders every PDF once in this process, warm, and sums the times; then builds the same documents as HTML and PDF from
nothing with all processors, once more with nothing changed, and at last with Word, packs and all else that is timed
apart. Goal P1: the build of HTML and PDF takes at most 1.10 times the engine's sum divided by the processors. The
times depend on the machine; the ratio in one run is what counts.
"""

import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from policygen.build import build
from policygen.compose.files import files
from policygen.project import understand
from policygen.release.request import Request, Selection
from policygen.release.runs import standing
from policygen.release.store import Store
from policygen.render.documents import pdf_job
from policygen.render.html.pages import load_theme, render_print
from policygen.render.pdf.job import pdf_engine, prepare, render_pdf
from policygen.render.terminal.progress import Progress
from policygen.render.tools import Tools
from policygen.render.workers import Processes
from policygen.source.tree import read_tree

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the table."""
    tree = read_tree(ROOT).value
    theme = load_theme(tree.texts).value if tree else None
    selection = Selection(agencies=tuple(sys.argv[1:]), formats=("html", "pdf"))
    project = understand(tree, selection).value if tree else None
    if tree is None or theme is None or project is None:
        sys.exit("the project has mistakes: run policygen check")
    documents = project.documents
    prefix = "templates/fonts/"
    prepare({path.removeprefix(prefix): data for path, data in tree.files.items() if path.endswith(".ttf")})
    jobs = []
    for document in documents:
        for file in files(document, ("pdf",)):
            page = render_print(document, theme, large=file.large).value
            if page is not None:
                jobs.append(pdf_job(document, file, page))
    render_pdf(jobs[0])  # warm
    start = time.perf_counter()
    for job in jobs:
        render_pdf(job)
    engine = time.perf_counter() - start
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        chosen = Request(root=home, out=home / "out", selection=selection)
        more = Request(root=home, out=home / "out", selection=Selection(agencies=selection.agencies))
        cache = Store(home / "store")
        tools = Tools(engine=pdf_engine(), workers=Processes(cores), cache=cache, reporter=Progress(None))
        clock = [time.perf_counter()]
        build(tree, chosen, tools)
        clock.append(time.perf_counter())
        standing(chosen.inputs(tree.digest(), tools.engine.fingerprint), chosen.work, chosen.out)
        clock.append(time.perf_counter())
        build(tree, more, tools)
        clock.append(time.perf_counter())
    times = [later - earlier for earlier, later in pairwise(clock)]
    print(f"{len(jobs)} PDFs, {cores} processors")
    print(f"engine alone, warm, summed          {engine:8.1f} s   divided by processors {engine / cores:8.1f} s")
    print(f"full build, HTML and PDF            {times[0]:8.1f} s   ratio {times[0] / (engine / cores):18.2f}")
    print(f"the same again, nothing changed     {times[1]:8.2f} s")
    print(f"then everything, PDFs from the store{times[2]:8.1f} s")


if __name__ == "__main__":
    main()
