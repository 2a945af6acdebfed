"""How much of stock WeasyPrint's time the engine needs as this project uses it: `python benchmarks/engine.py [ROUNDS]`.

Two warm processes, one stock and one ours, get the same pages in turn; the table gives CPU times of both and their
ratio, and says whether the words and the pictures of the pages are the same. Ratios in one run are what counts:
the times depend on the machine. The goal is a ratio of 0.7 or less.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
FONTS = {path.name: path.read_bytes() for path in sorted((ROOT / "templates" / "fonts").glob("*.ttf"))}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 11 297">%s</svg>' % b"".join(
    b'<path d="M0 %d L11 %d" stroke="#555" stroke-width=".3"/>' % (3 * n + 8, 3 * n) for n in range(99)
)
ASSETS = {"strip.svg": SVG}
CSS = """
:root { --face: "Atkinson Hyperlegible Next"; --ink: #15191e; --a: #1f3a6e; --tint: #e8edf6; --hair: #c2c8cf }
html { font: 10.5pt/15pt var(--face); color: var(--ink); hyphens: manual }
* { box-sizing: border-box } h1, h2, h3, p, ul, ol, table { margin: 0; padding: 0 } em { font-style: normal }
ul { list-style: disc; padding-left: 12pt } img { image-rendering: crisp-edges }
h2 { border-top: 3pt solid var(--a); padding-left: 26mm; string-set: section content(); break-after: avoid }
h3 { position: relative; break-after: avoid } .num { position: absolute; left: -26mm; color: var(--a) }
section { padding-left: 26mm; margin-bottom: 15pt } p + p, ul + p, p + ul { margin-top: 7.5pt }
.note { border-left: 3pt solid var(--a); background: var(--tint); padding: 7.5pt 10pt; break-inside: avoid }
.foot { float: footnote } table { width: 100%; border-collapse: collapse } caption { break-after: avoid }
th, td { text-align: start; vertical-align: top; padding: 4pt 8pt 4pt 0; border-bottom: .5pt solid var(--hair) }
.ref::after { content: ", page " target-counter(attr(href), page) }
nav a::after { content: target-counter(attr(href), page); float: right }
@page { size: A4; margin: 25mm 28mm 28mm 20mm; font: 9pt/12pt var(--face);
  background: url(strip.svg) 179mm -25mm / 11mm 297mm no-repeat;
  @top-left { content: "A partnership" } @top-right { content: string(section) }
  @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
"""
CSS += "".join(f".unused-{n} p > em {{ margin: {n}pt; color: var(--ink) }}\n" for n in range(150))


HEAD = "<thead><tr><th scope='col'>Law</th><th scope='col'>Kind</th><th scope='col'>What</th></tr></thead>"


def page(title: str, body: str) -> str:
    """Return a whole page."""
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{CSS}</style></head><body><h1>{title}</h1>{body}</body></html>"
    )


def clause(section: int, number: int) -> str:
    """Return a clause with a list, a table or a note."""
    words = "Share what is needed, accurate and in good time, by a safe route, with the right person. " * 3
    row = "<tr><th scope='row'>Act of 2004, section {0}</th><td>Duty</td><td>Share to protect a child.</td></tr>"
    rows = "".join(row.format(line) for line in range(8))
    extra = (
        f"<ul><li>{words}</li><li>Write it down.</li></ul>",
        f"<div class='note'><p>{words}</p></div>",
        f"<table><caption>Table {section}</caption>{HEAD}<tbody>{rows}</tbody></table>",
        f"<p>{words}<span class='foot'>A note on {section}.{number}.</span></p>",
    )[number % 4]
    return (
        f"<section id='c{section}-{number}'><h3><span class='num'>{section}.{number}</span> Clause {number}</h3>"
        f"<p>{words} See <a class='ref' href='#c1-1'>paragraph 1.1</a>.</p>{extra}</section>"
    )


def policy() -> str:
    """Return a policy of some thirty pages."""
    sections = range(1, 10)
    links = "".join(f"<li><a href='#s{number}'>Section {number}</a></li>" for number in sections)
    text = "".join(
        f"<h2 id='s{section}'>Section {section}</h2>" + "".join(clause(section, number) for number in range(1, 13))
        for section in sections
    )
    return page("Policy", f"<nav role='doc-toc'><h2>Contents</h2><ol>{links}</ol></nav>{text}")


def record() -> str:
    """Return a record with forty fields."""
    fields = "".join(
        f"<p><label for='f{n}'>Question {n}</label> <input id='f{n}' name='f{n}'></p>"
        f"<fieldset><legend>Choice {n}</legend>"
        f"<input type='radio' id='a{n}' name='r{n}' value='a'><label for='a{n}'>Yes</label> "
        f"<input type='radio' id='b{n}' name='r{n}' value='b'><label for='b{n}'>No</label></fieldset>"
        for n in range(20)
    )
    return page("Record", f"<form>{fields}</form>")


PAGES = {
    "policy": (policy(), False),
    "leaflet": (page("Leaflet", "<h2>Clauses</h2>" + "".join(clause(1, number) for number in range(1, 7))), False),
    "record": (record(), True),
}


def serve(kind: str) -> None:
    """Render what stdin names and print the CPU seconds and the file it lies in."""
    # Each kind imports its own engine, and only its own.
    if kind == "stock":
        folder = Path(tempfile.mkdtemp())
        for name, data in FONTS.items():
            (folder / name).write_bytes(data)
        conf = f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
        (folder / "fonts.conf").write_text(conf)
        os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
        import weasyprint  # noqa: PLC0415
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

        class Fetcher(URLFetcher):
            def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
                return URLFetcherResponse(url, ASSETS[url.rpartition("/")[2]], {"Content-Type": "image/svg+xml"})

        def render(html: str, form: bool) -> bytes:
            source = weasyprint.HTML(string=html, base_url="https://assets.invalid/", url_fetcher=Fetcher())
            return source.write_pdf(pdf_variant="pdf/a-2a", pdf_forms=form)
    else:
        from policygen.render.pdf import job as pdf  # noqa: PLC0415

        pdf.prepare(FONTS)

        def render(html: str, form: bool) -> bytes:
            outcome = pdf.render_pdf(pdf.PdfJob(name="page", html=html, assets=ASSETS, form=form))
            assert outcome.value is not None, outcome.diagnostics
            return outcome.value

    with tempfile.TemporaryDirectory() as out:
        for line in sys.stdin:
            name = line.strip()
            start = time.process_time()
            data = render(*PAGES[name])
            spent = time.process_time() - start
            (Path(out) / f"{name}.pdf").write_bytes(data)
            print(spent, Path(out) / f"{name}.pdf", flush=True)


def looks(path: str) -> tuple[list[str], list[bytes]]:
    """Return the words and the pictures of a PDF."""
    document = pypdfium2.PdfDocument(io.BytesIO(Path(path).read_bytes()))
    words = [word for sheet in document for word in sheet.get_textpage().get_text_range().split()]
    return words, [bytes(sheet.render(scale=1, may_draw_forms=False).buffer) for sheet in document]


def main(rounds: int) -> None:
    """Time all pages and print the table."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *sys.path])}
    workers = {
        kind: subprocess.Popen(
            [sys.executable, __file__, "--serve", kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for kind in ("stock", "ours")
    }
    print(f"{'page':10}{'stock ms':>10}{'ours ms':>10}{'ratio':>8}{'least':>8}  same words, same pictures")
    for name in PAGES:
        times: dict[str, list[float]] = {kind: [] for kind in workers}
        files = {}
        for turn in range(rounds + 1):
            for kind in sorted(workers, reverse=bool(turn % 2)):
                process = workers[kind]
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(f"{name}\n")
                process.stdin.flush()
                spent, files[kind] = process.stdout.readline().split()
                if turn:  # the first is for warming up
                    times[kind].append(float(spent))
        middle = {kind: statistics.median(values) for kind, values in times.items()}
        ratio, least = middle["ours"] / middle["stock"], min(times["ours"]) / min(times["stock"])
        (stock_words, stock_pictures), (our_words, our_pictures) = looks(files["stock"]), looks(files["ours"])
        print(
            f"{name:10}{middle['stock'] * 1e3:10.0f}{middle['ours'] * 1e3:10.0f}{ratio:8.2f}{least:8.2f}"
            f"  {stock_words == our_words}, {stock_pictures == our_pictures}"
        )
    for process in workers.values():
        process.communicate()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 5)
