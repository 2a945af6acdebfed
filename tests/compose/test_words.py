"""Names and references become an edition's own words, or an error at their place; values bring no markup."""

import pytest

from policygen.compose.wording import Wording, capital, phone_link
from policygen.model.prose import Gap, Inline, Link, Reference, Str, Strong
from policygen.model.words import Words
from policygen.project import understand
from policygen.render.html.markup import inlines_html, plain_text
from policygen.resolve.packs import Pack
from tests.compose.composing import (
    FAMILIES,
    TEXT,
    clause,
    clauses,
    documents,
    page,
    pointed,
    tell,
    tell_said,
)
from tests.compose.tags import tags
from tests.conftest import Project

# ---- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "clinic", "school"),
    [
        ("term.child", "child", "child"),
        ("term.child.one", "child", "child"),
        ("term.child.many", "children", "children"),
        ("term.child.a", "a child", "a child"),
        ("term.Child.many", "Children", "Children"),
        ("term.Child.a", "A child", "A child"),
        ("term.adult", "carer", "carer"),
        ("term.Adult.many", "Carers", "Carers"),
        ("role.lead", "safeguarding lead", "safeguarding lead"),
        ("role.Lead", "Safeguarding lead", "Safeguarding lead"),
        ("value.retention", "eight years", "six years"),
        ("partnership.name", "Town Partnership", "Town Partnership"),
        ("partnership.short_name", "Town", "Town"),
        ("partnership.area", "Town", "Town"),
        ("partnership.site_url", "https://example.org/town", "https://example.org/town"),
        ("agency.name", "Clinic", "School"),
        ("agency.short_name", "Clinic", "School"),
        ("reply-days", "5", "10"),
    ],
)
def test_a_name_becomes_the_words_of_each_agency(project: Project, name: str, clinic: str, school: str) -> None:
    project.edit(FAMILIES, TEXT, f"Before {{{{ {name} }}}} after.")
    for agency, words in (("clinic", clinic), ("school", school)):
        body = clause(documents(project)[agency], "tell").body
        assert body[0].children == (Str(f"Before {words} after."),), agency  # type: ignore[union-attr]


def test_an_agency_words_come_before_its_parents_and_those_before_the_base(project: Project) -> None:
    project.append("agencies/clinic/agency.yaml", "terms:\n  adult: {one: guardian, many: guardians}\n")
    project.append("agencies/clinic/agency.yaml", "roles:\n  lead: named nurse\n")
    project.edit(FAMILIES, TEXT, "{{ term.adult.many }}, {{ role.Lead }}, {{ term.child }}.")
    made = documents(project)
    assert clause(made["clinic"], "tell").body[0].children == (Str("guardians, Named nurse, child."),)  # type: ignore[union-attr]
    assert clause(made["school"], "tell").body[0].children == (Str("carers, Safeguarding lead, child."),)  # type: ignore[union-attr]


@pytest.mark.parametrize(("one", "a"), [("adult", "an adult"), ("Adult", "an Adult"), ("carer", "a carer")])
def test_the_article_of_a_term_follows_its_first_letter(project: Project, one: str, a: str) -> None:
    project.edit("agencies/care/agency.yaml", "one: carer", f"one: {one}")
    assert tell(project, "Ask {{ term.adult.a }}.") == (Str(f"Ask {a}."),)


def test_an_article_that_is_given_stands_before_any_other(project: Project) -> None:
    project.edit("agencies/care/agency.yaml", "many: carers", "many: carers, a: the carer")
    assert tell(project, "Ask {{ term.adult.a }}.") == (Str("Ask the carer."),)


def test_a_local_name_stands_for_the_agency(project: Project) -> None:
    project.append("content/partnerships/town/agencies/clinic/values.yaml", "name: Town Clinic\n")
    assert tell(project, "We are {{ agency.name }}.") == (Str("We are Town Clinic."),)
    document = documents(project)["clinic"]
    assert document.agency_name == "Town Clinic"
    assert document.subtitle.endswith("for Town Clinic")


def test_a_phone_number_can_be_dialled(project: Project) -> None:
    assert tell(project, "Call {{ contact.social-care.phone }} now.") == (
        Str("Call "),
        Link("tel:01632960001", (Str("01632 960 001"),)),
        Str(" now."),
    )
    assert phone_link("+44 (0)1632 960-001").href == "tel:+4401632960001"


def test_an_agency_contact_comes_before_the_partnerships(project: Project) -> None:
    own = "contacts:\n  social-care: {phone: 01632 960 999, name: Our desk}\n"
    project.append("content/partnerships/town/agencies/clinic/values.yaml", own)
    project.edit(FAMILIES, TEXT, "{{ contact.social-care.phone }}")
    made = documents(project)
    assert clause(made["clinic"], "tell").body[0].children == (phone_link("01632 960 999"),)  # type: ignore[union-attr]
    assert clause(made["school"], "tell").body[0].children == (phone_link("01632 960 001"),)  # type: ignore[union-attr]


def test_a_value_that_nobody_filled_in_is_a_gap_that_shows(project: Project) -> None:
    project.edit("content/partnerships/town/partnership.yaml", "values:\n  retention: six years\n", "")
    project.edit(FAMILIES, TEXT, "Keep it for {{ value.retention }}; write to {{ contact.social-care.email }}.")
    made = documents(project)
    assert clause(made["school"], "tell").body[0].children == (  # type: ignore[union-attr]
        Str("Keep it for "),
        Gap("How long we keep records"),
        Str("; write to "),
        Gap("Children's social care, email"),
        Str("."),
    )
    assert '<span class="gap">[to be added: How long we keep records]</span>' in page(made["school"])
    warned = [item.message for item in project.diagnose() if item.code == "PG402"]
    assert warned == ["`school` in `town` lacks `retention` (How long we keep records)"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("term.adlut", "did you mean `term.adult`?"),
        ("term.adult.all", "did you mean `term.adult`?"),
        ("role.led", "did you mean `role.lead`?"),
        ("contact.social-care.fax", None),
        ("contact.social-cares.phone", "did you mean `contact.social-care.phone`?"),
        ("value.retentoin", "did you mean `value.retention`?"),
        ("partnership.nam", "did you mean `partnership.name`?"),
        ("agency.regulator", None),
        ("reply-day", "did you mean `reply-days`?"),
        ("nothing", None),
    ],
)
def test_a_name_that_nobody_knows_is_an_error_at_its_place(project: Project, name: str, hint: str | None) -> None:
    found = tell_said(project, f"Ask the {{{{ {name} }}}} first.")
    assert {item.code for item in found} == {"PG401"}
    assert {pointed(project, item) for item in found} == {f"{{{{ {name} }}}}"}
    if hint is not None:
        assert found[0].hint == hint


# ---- references ------------------------------------------------------------------------------------------------------


def test_a_reference_to_a_printed_clause_is_its_number_and_leads_there(project: Project) -> None:
    made = tell(project, "See [[keep-safe]], [[ask-for-help|how to ask]] and **[[tell]]**.")
    assert made == (
        Str("See "),
        Link("#keep-safe", (Str("paragraph\u00a01.1"),), page=True),
        Str(", "),
        Link("#ask-for-help", (Str("paragraph\u00a01.2"),), page=True),
        Str(" and "),
        Strong((Link("#tell", (Str("paragraph\u00a02.1"),), page=True),)),
        Str("."),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[tell]] helps.", "Paragraph\u00a02.1 helps."),
        ("**[[tell]]** helps.", "Paragraph\u00a02.1 helps."),
        ("Wait. [[tell]] helps.", "Wait. Paragraph\u00a02.1 helps."),
        ("Wait. **[[tell]]** helps.", "Wait. Paragraph\u00a02.1 helps."),
        ("Wait: see [[tell]].", "Wait: see paragraph\u00a02.1."),
        ("Wait and **[[tell]] then *[[tell]]***.", "Wait and paragraph\u00a02.1 then paragraph\u00a02.1."),
        ("[[at-school|what others do]] helps.", "What others do helps."),
    ],
)
def test_a_reference_that_begins_a_sentence_has_a_capital(project: Project, text: str, words: str) -> None:
    assert plain_text(tell(project, text)) == words


@pytest.mark.parametrize("target", ["at-school", "new-duty"])
def test_a_reference_to_what_is_not_printed_is_its_own_words(project: Project, target: str) -> None:
    """Neither number nor title of the target stand there."""
    assert tell(project, f"See [[{target}|what others do]].") == (Str("See what others do."),)


def test_a_reference_to_another_layers_clause_needs_words_too(project: Project) -> None:
    project.append(
        "agencies/school/10.md",
        "## Bells\n\n```edit\nafter: tell\nreason: r\n```\n\n"
        "```clause\nid: bells\nnumber: 1\nforce: should\n```\n\nRing.\n",
    )
    project.append("agencies/school/agency.yaml", "prefix: BELLS\n")
    project.edit(FAMILIES, TEXT, "See [[bells]].")
    found = project.diagnose()
    assert [item.code for item in found] == ["PG404"]
    assert pointed(project, found[0]) == "[[bells]]"
    assert found[0].message == "the edition of `clinic` does not print `bells`, and this reference needs it"
    assert found[0].hint == "give it words of its own: [[bells|words]]"


@pytest.mark.parametrize(
    ("reference", "code", "hint"),
    [
        ("[[at-school]]", "PG404", "give it words of its own: [[at-school|words]]"),
        ("[[keep-saef]]", "PG403", "did you mean `keep-safe`?"),
        ("[[keep-saef|these words]]", "PG403", "did you mean `keep-safe`?"),
        ("[[law:act-s9]]", "PG405", None),
        ("[[law:acts1|words]]", "PG405", "did you mean `act-s1`?"),
        ("[[doc:polciy]]", "PG406", "did you mean `policy`?"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error_at_its_place(
    project: Project, reference: str, code: str, hint: str | None
) -> None:
    found = tell_said(project, f"A line.\n\n- Not here.\n- Łukasz: see {reference}, at once.")
    assert {item.code for item in found} == {code}
    assert {pointed(project, item) for item in found} == {reference}
    if hint is not None:
        assert found[0].hint == hint


def test_a_law_is_named_in_words_and_leads_to_the_list(project: Project) -> None:
    made = tell(project, "See [[law:act]], [[law:act-s1]] and [[law:act-s1|that section]].")
    assert made == (
        Str("See "),
        Link("#law-act", (Str("Example Act 2001"),)),
        Str(", "),
        Link("#law-act", (Str("section 1 of the Example Act 2001"),)),
        Str(" and "),
        Link("#law-act", (Str("that section"),)),
        Str("."),
    )


def test_a_law_is_named_without_a_link_where_no_list_stands(project: Project) -> None:
    project.edit("content/documents/policy.yaml", ", annex-law", "")
    assert tell(project, "See [[law:act-s1]].") == (Str("See section 1 of the Example Act 2001."),)


def test_a_document_is_named_by_its_title(project: Project) -> None:
    assert tell(project, "See the [[doc:policy]] and [[doc:policy|these words]].") == (
        Str("See the Policy and these words."),
    )


def test_names_and_references_are_found_wherever_text_stands(project: Project) -> None:
    text = """\
### For {{ term.adult.many }}

> {{ term.child }}

{{ term.child }}
: A {{ term.child.many }}

| {{ term.child }} | B |
|---|---|
| *{{ term.child }}* | [see {{ term.child }}](https://example.org) |

- x
  - {{ term.child }}

A note.[^1]

[^1]: Of a {{ term.child }}.
"""
    project.edit(FAMILIES, TEXT, text)
    made = page(documents(project)["clinic"])
    assert "{{" not in made
    assert "[[" not in made
    for words in (
        "For carers</h4>",
        "<blockquote><p>child</p></blockquote>",
        "<dt>child</dt>",
        "A children",
        '<th scope="col">child</th>',
        "<em>child</em>",
        '<a href="https://example.org">see child</a>',
        "<li>child</li>",
        "Of a child.</span>",
    ):
        assert words in made, words


def test_nothing_of_the_authors_tongue_is_left(project: Project) -> None:
    for document in documents(project).values():
        for view in clauses(document):
            assert "Placeholder(" not in repr(view)
            assert not isinstance(view.body[0], Reference)


# ---- values are plain text -------------------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{% raw %} 7 * 7 %}",
    "**bold** _it_ `code` [x](javascript:alert(1))",
    "javascript:alert(1)",
    "a & b &lt; \"double\" 'single' </main>",
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
)


@pytest.mark.parametrize("value", ["{{ term.adult }}", "{{ 7 * 7 }}", "[[ask-for-help]]", "[[ask-for-help|x]]"])
def test_a_name_or_reference_in_a_value_that_is_plain_words_is_refused(project: Project, value: str) -> None:
    project.edit("content/partnerships/town/partnership.yaml", "retention: six years", f"retention: '{value}'")
    assert [item.code for item in understand(project.read()).diagnostics] == ["PG130" if "{{" in value else "PG132"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_harmless_text(project: Project, value: str) -> None:
    quoted = "'" + value.replace("'", "''") + "'"
    project.edit("content/partnerships/town/partnership.yaml", "retention: six years", f"retention: {quoted}")
    project.edit(
        "content/partnerships/town/partnership.yaml",
        "social-care: {phone: 01632 960 001}",
        f"social-care: {{phone: 01632 960 001, name: {quoted}}}",
    )
    project.edit("content/partnerships/town/partnership.yaml", "name: Town Partnership", f"name: {quoted}")
    project.edit("agencies/school/agency.yaml", "name: School\nshort_name", f"name: {quoted}\nshort_name")
    project.edit("content/protocol.yaml", "title: Sharing information", f"title: {quoted}")
    project.edit("content/documents/policy.yaml", "title: Policy", f"title: {quoted}")
    text = "{{ value.retention }}|{{ contact.social-care.name }}|{{ partnership.name }}|{{ agency.name }}|"
    project.edit(FAMILIES, TEXT, text + "{{ contact.social-care.phone }}")
    document = documents(project)["school"]
    first, *rest = clause(document, "tell").body[0].children  # type: ignore[union-attr]
    assert first == Str(f"{value}|" * 4), "values are put in as they are, and read no more"
    assert [type(inline) for inline in rest] == [Link]
    made = page(document)
    assert_harmless(made)
    assert links(rest) == ["tel:01632960001"]
    assert_harmless(inlines_html((phone_link(value),)))


def assert_harmless(made: str) -> None:
    """See that a page has the tags and attributes of the templates, and no others; its own script comes last."""
    for tag, given in tags(made.rpartition("\n<script>")[0] or made):
        assert tag not in {"script", "img", "iframe"}, tag
        assert not [name for name in given if name.startswith("on") or name in {"style", "src", "autofocus"}], given
        assert not given.get("href", "").startswith("javascript"), given


def links(inlines: list[Inline]) -> list[str]:
    return [inline.href for inline in inlines if isinstance(inline, Link)]


# ---- words -----------------------------------------------------------------------------------------------------------


def test_days_numbers_and_capitals(words: Words) -> None:
    assert words.day("2026-01-02") == "2 January 2026"
    assert words.day("2026-12-31") == "31 December 2026"
    assert words.day("") == ""
    assert [words.number(count) for count in (0, 1, 17, 20, 21)] == ["no", "one", "seventeen", "twenty", "21"]
    assert capital("parent or carer") == "Parent or carer"
    assert capital("") == ""
    assert capital("NHS trust") == "NHS trust"


def test_a_part_of_an_act_is_named_as_lawyers_do_and_a_part_of_guidance_after_it(project: Project) -> None:
    law = """\
  - id: code
    title: The Code
    kind: code
    status: in-force
    checked: 2026-01-01
    confidence: high
    parts:
      - {id: code-5, title: paragraph 5}
"""
    project.append("content/law.yaml", law)
    understood = understand(project.read()).value
    assert understood is not None
    assert understood.library is not None
    wording = Wording(Pack(understood.library, understood.editions[0]), links_law=False)
    assert wording.law_words("act-s1") == "section 1 of the Example Act 2001"
    assert wording.law_words("act") == "Example Act 2001"
    assert wording.law_words("code-5") == "The Code, paragraph 5"
