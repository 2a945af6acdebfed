"""The words that documents and pages need, by key, and the rule that every language has them.

Whoever says a new word puts its key here, and the word into `content/words/`.
"""

import re
from collections.abc import Iterator, Mapping

from policygen.diagnostics import Diagnostic, Span, did_you_mean, error
from policygen.model.library import Library
from policygen.model.scalars import SOURCE_TAG
from policygen.model.words import DOCUMENTS, LEAFLETS, SITE, SLOT, Words
from policygen.rules.rule import Authored, Rule

__all__ = ["KEYS", "RULES"]

_KEYS = {
    LEAFLETS: """
    approved consultation draft easy-read edition(date,number,status) fingerprint fold formats history history-title
    languages large-print leave leave-ask leave-keys leave-site leave-title online(address) online-title
    other-leaflets pdf qr(address) questions reader(agency,reader) sample skip
    """,
    DOCUMENTS: """
    a(term) added-by(layer) added-for(layer) address agreed agreed-means all-day all-day-short am(time) an(term)
    an-letters and(first,last) annex-changes annex-corrections annex-coverage annex-glossary annex-law
    annex-law-coverage annex-notes annex-notes-running annex-provisions annex-sources annex-state approved
    area(area,nation) area-fictional(area,nation) binds(names) changes-fictional(area) changes-first(number) chart
    chart-end(answer,step) chart-ends(ends) chart-jump(answer,step,to) chart-steps(first,last) chart-words
    compare(left,right) compare-lead(differing,same) compare-none compare-same compare-title(left,right)
    confidence-high confidence-low confidence-medium confidence-verified confirmed confirmed-by(who)
    consultation contacts contacts-for contacts-reach contacts-who contents corrected(notes) corrections-lead
    corrections-on(list) cover(count) cover-full(count) coverage-law coverage-lead(agencies,documents)
    coverage-none coverage-paragraphs coverage-provision coverage-waits date(day,month,year) date-hint
    date-signed date-written datetime-written days days-short depends download(format) draft
    edition(date,number,status) edition-dated(date,number) email every-day extension(extension,phone) fact-area
    fact-corrections fact-edition fact-fingerprint fact-for fact-formats fact-next-review fact-owner
    fact-regulator fact-status filled-by(who) filled-by-word(who) fingerprint(signs)
    fingerprint-everywhere(signs) for-agencies(agencies) form-care form-clear form-clear-ask form-cleared
    form-download form-downloaded(file) form-file form-finish form-lost(count) form-no-script form-not-answered
    form-open form-opened(count) form-print form-problems form-problems-lead form-unfinished form-unreadable
    front gap(label) gap-field(field,label) gap-office glossary-means glossary-word go-to(step)
    go-to-label(step) guide hour-minutes(hour,minutes) hours hours-always hours-and(first,last)
    hours-on(days,times) hours-short(days,times) if-answered(question) if-includes(answers,question)
    if-includes-other(answers,question) if-is(answers,question) if-is-not(answers,question) if-it-applies
    if-ticked(question) if-you-have-it info law-announced law-article law-checked(date) law-duty law-in-force
    law-in-force-since(date) law-lead(date) law-limits law-list-law law-list-paragraphs law-list-parts
    law-list-status law-none law-not-in-force law-notice(date) law-part(law,part) law-power law-right
    law-check law-part-status(part,status) law-see-notice law-superseded law-table law-table-full law-table-law
    law-table-says law-table-us
    law-unconfirmed law-unread law-whole layer(layer) leaflet-stale locked may may-means midnight months must
    must-means musts musts-agreed musts-depend musts-elsewhere(document) musts-lead musts-record(record) name
    name-written needed next-day(first,last) next-review(date) no noon not-for(agency) not-locked not-used
    note-for(layer,title) note-from(layer,title) notes-lead notes-note notes-right notes-said numbers
    on-page(page) only-if(condition) only-if-next(condition,count) open-now or(first,last) other-formats(phone)
    owner(owner,partnership) owners owners-elsewhere owners-owner owners-paragraph(number) owners-review
    owners-section(number) owners-text pack-contents page(page,pages) paragraph(number)
    paragraph-in(document,number) pdf pdf-large pdf-to-fill pdf-to-fold pdf-to-print phone pm(time)
    provisions-force provisions-law provisions-lead provisions-paragraph provisions-source quoted(words)
    range(first,last) record(id) record-code(id) sample schema see(numbers) see-in(document,numbers)
    sheet-care should should-means
    signature-date(label) signature-name(label) signatures signatures-agency signatures-by signatures-lead
    signatures-nobody signatures-not-yet signatures-on signatures-who(by,role) signed(agency,by,date,role)
    signed-before(agency,by,date,role) skip skip-guide skip-policy skip-record skip-sheet sources-law
    sources-note sources-status sources-sure state-announced(date) state-confirmed(date,who) state-law
    state-lead state-paragraphs state-stands state-unconfirmed(date) status-approved status-approved-means
    status-consultation status-consultation-means status-draft status-draft-means table(number) table-note(number)
    text-relay(number) title-guide(agency) title-policy(agency,label) title-record(agency,id)
    title-sheet(agency,reader) unconfirmed unsigned use-record(records) use-records(records)
    value-for(layer,now,was) wait waits(notice) waits-notice web-page word word-choose word-consultation
    word-contents word-date word-date-format word-datetime word-datetime-format word-draft word-form word-type
    wording-for(layer) yes
    """,
    SITE: """
    calls calls-always calls-lead calls-office calls-other
    a-to-z about accessibility accessible-about(address,partnership) accessible-answer accessible-cannot
    accessible-colours accessible-committed(partnership) accessible-comply accessible-email(email) accessible-how
    accessible-keyboard accessible-known accessible-leaflets accessible-left-out accessible-listen accessible-made
    accessible-nothing accessible-partly accessible-pdf accessible-phone(phone) accessible-problem
    accessible-problem-say accessible-programs accessible-search accessible-technical accessible-tell
    accessible-tested(date) accessible-unhappy accessible-unhappy-link accessible-unhappy-say(link)
    accessible-who(partnership) accessible-word accessible-zoom agency-about(agency) area-agencies area-ask
    area-count(count) area-families area-families-link(area) area-find area-law area-law-state(law,state)
    area-lead(area) area-one check-about check-check check-copy check-eight check-hand check-hand-lead check-lead
    check-no(edition) check-pack check-pack-lead(command,file) check-signs check-title check-unknown check-yes
    danger danger-call(emergency) danger-call-day(day,emergency) danger-call-day-night(day,emergency,night)
    danger-call-night(emergency,night) easy-read(reader) edition-line(date,number,partnership,status)
    edition-number(number) edition-of(date,number) editions editions-current(date) editions-pack
    editions-pack-of(number) editions-superseded(date,number) families-about families-area(area) families-formats
    families-formats-ask families-formats-call(phone) families-lead families-leaflets families-private(leave)
    families-schemes families-schemes-lead families-title families-title-area(area) families-where for-agencies
    for-families guide-about(count,title) guide-name here home home-accessibility home-area(area) home-areas
    home-copy home-copy-about home-family home-family-about home-lead home-rule home-rule-about home-ways
    in-approved in-consultation in-draft keeps-nothing kilobytes(number) leaflets leaflets-about letters
    letters-added letters-lead letters-title licences licences-atkinson licences-faces licences-faces-say(link)
    licences-lead licences-noto licences-pagefind licences-policygen licences-programs licences-words
    licences-words-say megabytes(number) navigation pack pack-a-to-z(link) pack-changes pack-current
    pack-current-check pack-current-pack(address) pack-current-site(check) pack-download(pack) pack-find pack-lead
    pack-size(size) pack-words records records-about sample-area(area) search search-area(area) search-broken
    search-edition search-elsewhere search-found(count,results,words) search-full(agency) search-lead search-many
    search-nothing(words) search-now search-one search-without search-without-lead search-words
    sheets sheets-about staff
    """,
}
KEYS: Mapping[str, Mapping[str, frozenset[str]]] = {
    group: {key: frozenset(slots.split(",")) - {""} for key, slots in re.findall(r"([a-z-]+)(?:\(([a-z,]+)\))?", keys)}
    for group, keys in _KEYS.items()
}
"""The keys of each group, and what each leaves open."""

_WHAT = {
    LEAFLETS: "the pages around leaflets",
    DOCUMENTS: "policies, quick guides and records",
    SITE: "the site and of the pages in packs",
}
LENGTHS = {"days": 8, "days-short": 8, "months": 12, "numbers": 2}
"""The least that there must be of words in a row."""


def words_of_pages(given: Authored) -> Iterator[Diagnostic]:
    """PG233: every language that is printed has the words around it: all of them, filled in alike, and no others."""
    for group, languages in given.library.words.items():
        for tag, span in _wanted(given.library, group):
            if tag not in languages:
                hint = f"it holds the words of {_WHAT[group]} in that language"
                yield error("PG233", f"`content/words/{group}/{tag}.yaml` is missing", span, hint=hint)
        source = languages.get(SOURCE_TAG)
        for tag, words in languages.items():
            keys = KEYS[group]
            for key in sorted(set(keys) - set(words.words)):
                yield error("PG233", f"the words in `{tag}` lack `{key}`", words.span)
            for key in sorted(set(words.words) - set(keys)):
                yield error("PG233", f"nothing uses the words `{key}`", words.span, hint=did_you_mean(key, keys))
            yield from _filled_in(words, source)


def _wanted(library: Library, group: str) -> Iterator[tuple[str, Span | None]]:
    """Yield the languages that a group must have, and what wants each."""
    if group != LEAFLETS:
        yield SOURCE_TAG, None
        return
    wanted: dict[str, Span | None] = {words.language: None for words in library.words[group].values()}
    if wanted:
        wanted.setdefault(SOURCE_TAG, None)  # what others are translations of
    for languages in library.leaflets.values():
        for tag, leaflet in languages.items():
            wanted[tag] = wanted.get(tag) or leaflet.span
    yield from sorted(wanted.items())


def _filled_in(words: Words, source: Words | None) -> Iterator[Diagnostic]:
    """Say what leaves other things open than it should, lists too little, or leads nowhere."""
    tag, keys = words.language, KEYS[words.group]
    for key in sorted(set(keys) & set(words.words)):
        if frozenset(SLOT.findall(words.words[key])) == keys[key]:
            continue
        message, hint = f"`{key}` in `{tag}` fills in other things than ", "copy words in curly brackets as they stand"
        if source is not None and words is not source and key in source.words:
            yield error("PG233", f"{message}the English: `{source.words[key]}`", words.span, hint=hint)
        else:
            named = " and ".join(f"{{{name}}}" for name in sorted(keys[key])) or "nothing"
            yield error("PG233", f"{message}the pages do: `{named}`", words.span)
    for key, least in LENGTHS.items():
        if key in words.words and key in keys and len(words.listed(key)) < least:
            yield error("PG233", f"`{key}` in `{tag}` lists fewer than {least} words", words.span)
    if not words.words.get("leave-site", "https://").startswith("https://"):
        yield error("PG233", "`leave-site` is no https:// address", words.span)


RULES = (Rule(words_of_pages, Authored, errors=("PG233",)),)
