"""The commands that begin something: `init` a project, `new` files in one. Options and questions to values, and words.

What a command works with is imported where it is used. Exit codes as in `cli`: 1 mistakes in content, 2 wrong use.
"""

import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from policygen.diagnostics import Diagnostic, RelPath, Severity, has_errors, render_text, unknown_name
from policygen.source.tree import SourceTree, find_root, read_bare_base, read_tree

if TYPE_CHECKING:
    from policygen.author.partnership import Particulars
    from policygen.model.library import Library

__all__ = ["init_command", "new_command"]

Check = Callable[[str], str | None]

_ABOUT_PARTNERSHIP = (
    click.option("--name", metavar="TEXT", help="The partnership's whole name."),
    click.option("--short-name", metavar="TEXT", help="What it is called in running words; made from the name."),
    click.option("--area", metavar="TEXT", help="The area that it serves."),
    click.option("--owner", metavar="TEXT", help="Who keeps the edition: a job title."),
    click.option("--site", metavar="URL", help="The https:// address at which documents will be published."),
    click.option("--agency", "-a", "agencies", multiple=True, metavar="ID", help="An agency of it; none means all."),
    click.option(
        "--contact", "contacts", multiple=True, metavar="SLOT.FIELD=TEXT", help="As in social-care.phone=01632 960001."
    ),
    click.option("--value", "values", multiple=True, metavar="NAME=TEXT", help="As in escalation-days=2."),
    click.option("--colour", metavar="#RRGGBB", help="The colour of its pages."),
    click.option("--date", "day", metavar="YYYY-MM-DD", help="The day of the edition; default: today."),
    click.option("--next-review", metavar="YYYY-MM-DD", help="When it is looked at next; default: a year later."),
)


def _about_partnership(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options by which a partnership is described."""
    for option in reversed(_ABOUT_PARTNERSHIP):
        command = option(command)
    return command


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--id", "name_id", metavar="ID", help="The id of the partnership; made from its name.")
@_about_partnership
def init_command(folder: Path, name_id: str | None, **said: Any) -> None:  # noqa: ANN401  options as click gives them
    """Begin a project of your own in DIR, a folder that is empty or not there.

    It holds your partnership alone; the protocol comes with policygen. In a terminal, what no option says is asked.
    What nobody knows yet is left as a gap, which `policygen check` lists. Nothing is written when anything is refused.
    """
    from policygen.author.project import project_files
    from policygen.author.writing import NotEmptyError, settle, staged

    folder = folder.absolute()
    library = _loaded(read_bare_base().value or SourceTree({}, {}), ())
    try:
        with staged(folder, {}):  # asked before all questions
            pass
        about = _particulars(name_id, library, **said)
        with staged(folder, project_files(about, library)) as temporary:
            found = _sound(temporary)
            settle(temporary, folder)
    except NotEmptyError as problem:
        raise click.UsageError(str(problem)) from problem
    except OSError as problem:
        message = f"`{folder}` cannot be written: {problem.strerror}"
        raise click.UsageError(message) from problem
    click.echo(f"{about.name} has a project in {folder}.")
    click.echo(f"{found} to fill in: run `policygen check` there. README.md says how to go on.")


@click.group("new")
def new_command() -> None:
    """Add the smallest file of a kind to the project.

    It holds your words alone: in a terminal, what no option says is asked. Lines that begin with # say what else may
    stand there.
    """


@new_command.command("partnership")
@click.argument("name_id", metavar="ID")
@_about_partnership
def new_partnership(name_id: str, **said: Any) -> None:  # noqa: ANN401  options as click gives them
    """Add the partnership ID, with a form for each of its agencies."""
    from policygen.author.partnership import partnership_files

    root, library = _project()
    about = _particulars(name_id, library, **said)
    _add(root, partnership_files(about, library))


@new_command.command("agency")
@click.argument("name_id", metavar="ID")
@click.option("--name", metavar="TEXT", help="Its whole name.")
@click.option("--parent", default="", metavar="ID", help="The agency whose text and words it has besides.")
def new_agency(name_id: str, parent: str, **said: str | None) -> None:
    """Add the agency ID, with a form for it in each partnership."""
    from policygen.author.additions import agency_files
    from policygen.author.partnership import id_problem, taken_folders

    root, library = _project()
    _refuse([id_problem(name_id, taken_folders(library))])
    if parent and parent not in library.agencies:
        raise click.UsageError(unknown_name("--parent", parent, library.agencies))
    words = _words(said, name="Its whole name")
    _add(root, agency_files(name_id, words["name"], parent, library))
    for home in library.partnerships.values():
        if home.chosen:
            click.echo(f"Now add `{name_id}` to `agencies` in content/partnerships/{home.id}/partnership.yaml.")


@new_command.command("leaflet")
@click.argument("name_id", metavar="ID")
@click.option("--title", metavar="TEXT", help="What families read first.")
@click.option("--reader", metavar="TEXT", help="For whom it is, as in: For parents and carers.")
@click.option("--summary", metavar="TEXT", help="One sentence for lists of leaflets.")
@click.option("--lead", metavar="TEXT", help="What it says, in two or three short sentences.")
def new_leaflet(name_id: str, **said: str | None) -> None:
    """Add the leaflet ID, in English."""
    from policygen.author.additions import leaflet_files
    from policygen.author.partnership import id_problem

    root, library = _project()
    _refuse([id_problem(name_id, dict.fromkeys(library.leaflets, "a leaflet"))])
    words = _words(
        said,
        title="Its title, which families read first",
        reader="For whom it is, as in: For parents and carers",
        summary="One sentence for lists of leaflets",
        lead="What it says, in two or three short sentences",
    )
    _add(root, leaflet_files(name_id, words))


@new_command.command("record")
@click.argument("name_id", metavar="ID")
@click.option("--title", metavar="TEXT", help="What it is called.")
@click.option("--purpose", metavar="TEXT", help="What it is for, in one or two sentences.")
@click.option("--marking", metavar="TEXT", help="How a filled copy is to be handled.")
def new_record(name_id: str, **said: str | None) -> None:
    """Add the template of a record: ID is F and two digits, such as F13."""
    from policygen.author.additions import record_files
    from policygen.author.partnership import record_problem

    root, library = _project()
    _refuse([record_problem(name_id, library.records)])
    words = _words(
        said,
        title="What it is called",
        purpose="What it is for, in one or two sentences",
        marking="How a filled copy is to be handled",
    )
    _add(root, record_files(name_id, words))


@new_command.command("clause")
@click.argument("name_id", metavar="ID")
@click.option("--before", metavar="CLAUSE", help="It comes right before this one.")
@click.option("--after", metavar="CLAUSE", help="It comes right after this one.")
@click.option("--start", metavar="SECTION", help="It is the first of this section.")
@click.option("--end", metavar="SECTION", help="It is the last of this section.")
@click.option("--layer", metavar="LAYER", help="PARTNERSHIP, AGENCY or PARTNERSHIP/AGENCY; default: the partnership.")
@click.option("--title", metavar="TEXT", help="Its heading.")
@click.option("--text", metavar="TEXT", help="What it says.")
@click.option("--reason", metavar="TEXT", help="Why it is needed here; `explain` tells it.")
def new_clause(name_id: str, layer: str | None, **said: str | None) -> None:
    """Add the clause ID to a layer, in a file of its own."""
    from policygen.author.additions import clause_files, clause_ids, taken_clause
    from policygen.author.partnership import id_problem

    root, library = _project()
    _refuse([id_problem(name_id, {}, folder=False) or taken_clause(name_id, library)])
    verbs = ("before", "after", "start", "end")
    where = [(verb, target) for verb in verbs if (target := said.pop(verb)) is not None]
    if len(where) != 1:
        raise click.UsageError("say where it stands: one of --before, --after, --start and --end")
    verb, target = where[0]
    wanted = "a clause" if verb in {"before", "after"} else "a section"
    known = [name for name, what in clause_ids(library).items() if what == wanted]
    if target not in known:
        how = "" if wanted == "a section" else " An id stands behind the # of a link to its paragraph: policy.html#id."
        raise click.UsageError(unknown_name(f"--{verb}", target, known).rstrip() + how)
    home = _layer(layer, library)
    words = _words(said, title="Its heading", text="What it says", reason="Why it is needed here")
    _add(root, clause_files(name_id, words, home, where[0], library))


def _words(said: dict[str, str | None], **questions: str) -> dict[str, str]:
    """Return what options say, and in a terminal the answers to what they leave open."""
    lacking = [name for name in questions if not (said[name] or "").strip()]
    if lacking and not on_terminal():
        raise click.UsageError(f"say {', '.join(f'--{name}' for name in lacking)}; in a terminal they are asked")
    return {
        name: _ask(question, lambda answer: None if answer else "it needs words")
        if name in lacking
        else str(said[name])
        for name, question in questions.items()
    }


def _layer(layer: str | None, library: "Library") -> str:
    """Return the layer that a clause is for: one that was named, or the only partnership."""
    if layer is None:
        if len(library.partnerships) == 1:
            return next(iter(library.partnerships))
        raise click.UsageError(f"say whose it is with --layer: {', '.join(library.partnerships)}, or an agency")
    home, _, agency = layer.partition("/")
    owners = library.partnerships if agency else {**library.partnerships, **library.agencies}
    if home not in owners:
        raise click.UsageError(unknown_name("--layer", home, owners))
    if agency and agency not in library.agencies:
        raise click.UsageError(unknown_name("--layer", agency, library.agencies))
    return layer


# -- what is said of a partnership ---------------------------------------------------------------------


def _particulars(name_id: str | None, library: "Library", **said: Any) -> "Particulars":  # noqa: ANN401
    """Return what options say of a partnership and, in a terminal, the answers to what they leave open."""
    from policygen.author.partnership import Particulars, id_from, problems, year_after

    given: dict[str, Any] = said
    contacts, values = _contacts(given["contacts"]), dict(_pair(item, "--value") for item in given["values"])
    day = given["day"] or time.strftime("%Y-%m-%d")

    def made(**more: object) -> Particulars:
        name = given["name"] or ""
        known: dict[str, Any] = {
            "id": name_id or id_from(name),
            "name": name,
            "short_name": given["short_name"] or name.replace(" Safeguarding Children Partnership", " Partnership"),
            "area": given["area"] or "",
            "owner": given["owner"] or "",
            "site": given["site"] or "",
            "date": day,
            "next_review": given["next_review"] or (year_after(day) if len(day) == 10 else day),
            "agencies": tuple(dict.fromkeys(given["agencies"])),
            "contacts": contacts,
            "values": values,
            "colour": given["colour"] or "",
        }
        return Particulars(**{**known, **more})

    def wrong(option: str, **more: object) -> str | None:
        """Say what is wrong with an answer, as with the option that it stands for."""
        starts = (f"{option}: ", f"{option} ")
        return next(
            (each.partition(": ")[2] for each in problems(made(**more), library) if each.startswith(starts)), None
        )

    if on_terminal():
        name_id = _answers(given, name_id, contacts, library, wrong, id_from)
    else:
        lacking = [f"--{name}" for name in ("name", "area", "owner", "site") if not given[name]]
        if lacking:
            raise click.UsageError(f"say {', '.join(lacking)}; in a terminal they are asked")
    about = made()
    _refuse(problems(about, library))
    return about


def _answers(
    given: dict[str, Any],
    name_id: str | None,
    contacts: dict[str, dict[str, str]],
    library: "Library",
    wrong: Callable[..., str | None],
    id_from: Callable[[str], str],
) -> str | None:
    """Ask for what no option says, and put the answers beside them; return the id."""
    asked = {
        "name": "The partnership's whole name",
        "area": "The area that it serves",
        "owner": "Who keeps the edition (job title)",
        "site": "Where documents will be published (https://...)",
    }
    for key, question in asked.items():
        if not given[key]:
            given[key] = _ask(question, lambda answer, key=key: wrong(f"--{key}", **{key: answer}))  # type: ignore[misc]
        if key == "name" and name_id is None:
            name_id = _ask(
                "Its id, in addresses and names of files",
                lambda each: wrong("--id", id=each),
                id_from(given["name"]),
            )
    if not given["agencies"]:
        for agency in library.rendered():
            click.echo(f"  {agency:<16} {library.agencies[agency].name}")
        question = "Its agencies, with commas between them, or all"
        split = partial(_split, known=library.rendered())
        given["agencies"] = split(_ask(question, lambda each: wrong("--agency", agencies=split(each)), "all"))
    if not contacts and click.confirm("Do you know the partnership's phone numbers now?", default=False):
        _ask_contacts(contacts, library, wrong)
    if not given["colour"]:
        question = "The colour of its pages as #RRGGBB, or none"
        answer = _ask(question, lambda each: None if each == "none" else wrong("--colour", colour=each), "none")
        given["colour"] = "" if answer == "none" else answer
    return name_id


def _ask_contacts(contacts: dict[str, dict[str, str]], library: "Library", wrong: Callable[..., str | None]) -> None:
    click.echo("Press Enter at what you do not know yet.")
    for slot in library.protocol.contacts.values():
        for name in slot.needs if slot.of == "partnership" else ():
            check = partial(_wrong_contact, wrong=wrong, slot=slot.id, name=name)
            answer = _ask(f"{slot.label}: {name}", check, "TBC")
            if answer != "TBC":
                contacts.setdefault(slot.id, {})[name] = answer


def _wrong_contact(answer: str, *, wrong: Callable[..., str | None], slot: str, name: str) -> str | None:
    return wrong("--contact", contacts={slot: {name: answer}})


def _split(answer: str, known: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name.strip() for name in answer.split(",") if name.strip())
    return () if names == ("all",) or set(names) == set(known) else names


def _ask(question: str, check: Check, default: str | None = None) -> str:
    """Ask until the answer will do."""

    def checked(answer: str) -> str:
        if (problem := check(answer.strip())) is not None:
            raise click.BadParameter(problem)
        return answer.strip()

    return str(click.prompt(question, default=default, value_proc=checked))


def on_terminal() -> bool:
    """Say whether somebody is there to ask."""
    return sys.stdin.isatty()


def _contacts(items: Iterable[str]) -> dict[str, dict[str, str]]:
    contacts: dict[str, dict[str, str]] = {}
    for item in items:
        place, text = _pair(item, "--contact")
        slot, _, name = place.partition(".")
        contacts.setdefault(slot, {})[name] = text
    return contacts


def _pair(item: str, option: str) -> tuple[str, str]:
    key, sign, text = item.partition("=")
    if not sign or not text.strip():
        message = f"{option}: `{item}` has no `=` with words after it"
        raise click.UsageError(message)
    return key.strip(), text.strip()


def _refuse(found: Iterable[str | None]) -> None:
    """Stop at what is wrong with what was asked, all of it at once."""
    said = [problem for problem in found if problem is not None]
    if said:
        raise click.UsageError("\n  ".join(said))


# -- the project ---------------------------------------------------------------------------------------


def _project() -> "tuple[Path, Library]":
    """Return the project here, without mistakes in its files."""
    root = find_root(Path.cwd())
    if root is None:
        raise click.UsageError("there is no project here: no folder at or above this one holds `content/`")
    read = read_tree(root)
    return root, _loaded(read.value or SourceTree({}, {}), read.diagnostics)


def _loaded(tree: SourceTree, said: Iterable[Diagnostic]) -> "Library":
    from policygen.source.foundation import told
    from policygen.source.load import load_library

    loaded = load_library(tree)
    found = told(tree, (*said, *loaded.diagnostics))
    if loaded.value is None or has_errors(found):
        wrong = (item for item in found if item.severity is Severity.ERROR)
        _give_up(wrong, tree, "Nothing was written: mend these first.")
    return loaded.value


def _give_up(found: Iterable[Diagnostic], tree: SourceTree, words: str = "Nothing was written.") -> NoReturn:
    """Print what is wrong with a project, and end."""
    for item in found:
        click.echo(render_text(item, tree.texts), err=True)
    click.echo(words, err=True)
    sys.exit(1)


def _sound(root: Path) -> str:
    """See that a project has no mistakes, and return how many gaps it has in words."""
    from policygen.project import understand

    read = read_tree(root)
    tree = read.value or SourceTree({}, {})
    found = (*read.diagnostics, *understand(tree, rendered=False).diagnostics)
    if has_errors(found):
        _give_up(found, tree)
    count = sum(item.code == "PG242" for item in found)
    return f"{count} gap{'' if count == 1 else 's'}"


def _add(root: Path, files: dict[RelPath, str]) -> None:
    """Write files into a project, unless they cannot be written or hold a mistake."""
    from policygen.author.writing import added
    from policygen.rules.registry import check
    from policygen.rules.rule import Authored
    from policygen.source.load import load_library

    try:
        with added(root, files):
            read = read_tree(root)
            tree = read.value or SourceTree({}, {})
            loaded = load_library(tree)
            found = [*read.diagnostics, *loaded.diagnostics]
            if loaded.value is not None:
                found += check(Authored(library=loaded.value, texts=tree.texts))
            wrong = [item for item in found if has_errors([item]) and item.span is not None and item.span.path in files]
            if wrong:
                _give_up(wrong, tree)
    except OSError as problem:
        message = f"nothing was written: `{problem.filename}`: {problem.strerror}"
        raise click.UsageError(message) from problem
    for path in files:
        click.echo(path)
    click.echo("Written. `policygen check` says what is still to be filled in.")
