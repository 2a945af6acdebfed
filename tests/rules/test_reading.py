"""How hard text is to read: what is counted as words, sentences and syllables."""

import pytest

from policygen.diagnostics import RelPath
from policygen.model.prose import Block
from policygen.rules.reading import measure, sentences
from policygen.source.prose import read_page


def blocks(text: str) -> tuple[Block, ...]:
    page = read_page(f"## A\n\n{text}\n", RelPath("a.md")).value
    assert page is not None
    return page.items[0].body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("He said “Stop.” Then he went.", ["He said “Stop.", "Then he went."]),
        ("Call 3.4 at 9.30am.", ["Call 3.4 at 9.30am."]),
        ("- One\n- Two\n\n> Three\n\nTerm\n: Four", ["One", "Two", "Three", "Four"]),
        ("| a | b |\n|---|---|\n| c. D | e |", []),
        ("### A heading\n\nText.", ["Text."]),
        ("Ask[^1] *them[^1] first*.\n\n[^1]: Who can.", ["Ask them first.", "Who can.", "Who can."]),
        ("Sh\u00adare\u200b it.", ["Share it."]),
        ("—", []),
    ],
)
def test_running_text_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    assert sentences(blocks(text)) == expected


@pytest.mark.parametrize(
    ("text", "words", "syllables"),
    [
        ("cat", 1, 1),
        ("able tree make the", 4, 5),
        ("information", 1, 4),
        ("a *b* **c** `d` [e](https://f.org)", 5, 5),
        ("a  \nb", 2, 2),
        ("a[^1]\n\n[^1]: b c", 3, 3),
        ("{{ term.adult }}", 2, 4),
        ("[[tell]] [[tell|these words]]", 4, 6),
        ("2026 !", 0, 0),
    ],
)
def test_words_and_syllables_are_counted(text: str, words: int, syllables: int) -> None:
    reading = measure(blocks(text))
    assert (reading.words, reading.syllables) == (words, syllables)


def test_short_words_in_short_sentences_are_easier() -> None:
    easy = measure(blocks("Tell them. Then ask. Write it down."))
    hard = measure(blocks("Organisations communicating confidential information necessarily consider proportionality."))
    assert easy.ease > 100
    assert hard.ease < 50
    assert hard.longest.startswith("Organisations")
    assert (easy.sentences, easy.words) == (3, 7)
    assert measure(()).ease == 100


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    reading = measure(blocks("The cat sat on the mat. It was happy."))  # 9 words, 2 sentences, 10 syllables
    assert (reading.words, reading.sentences, reading.syllables) == (9, 2, 10)
    assert reading.grade == pytest.approx(0.39 * 9 / 2 + 11.8 * 10 / 9 - 15.59)
    assert measure(()).grade == 0


def test_readings_add_up() -> None:
    one, two = measure(blocks("Tell them.")), measure(blocks("Ask them now. Go."))
    assert one + two == two + one == measure(blocks("Tell them. Ask them now. Go."))
