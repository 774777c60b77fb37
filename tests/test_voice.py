"""dorsi speaks plain English: no bookish forms anywhere, short sentences and easy words where a runner reads."""

import re
import subprocess
import sys

import pytest
from reading import grade, sentences, words_of
from voice import (
    NOTEBOOKS,
    PACKAGE,
    PLAIN,
    PROGRAMME,
    PYTHON,
    ROOT,
    WEB_PAGES,
    data_of,
    of_notebook,
    of_python,
    shown,
    texts_of,
)

from dorsi.programme.rulebook.rules import rules
from dorsi.protocols import PROTOCOLS

#: Forms that no native speaker says, with what to write instead.
FORBIDDEN = {
    r"can not": "cannot",
    r"(?:is|are|was|were|be|being) told(?! apart)": "say who shows or knows what",
    r"there stands?|stands? there": "there is, or it says",
    r"looks? (?:again|which)|looked at again": "refines, checks, detects",
    r"nobody|somebody": "no one, someone, a person",
    r"whence|whereof|wherein|thereof|thereby": "from which, of which",
    r"shall": "will, or the present tense",
    r"at hand": "available, or what you have",
    r"left alone": "skipped, unchanged",
    r"there twice": "duplicate",
    r"(?:be|been|is|are) made out": "visible, clear",
    r"(?:is|are|was|were|be) given up": "ends, stops",
    r"is no [a-z]+ of": "is not a ... of",
    r"is there already": "already exists",
    r"anew": "again, from the start",
    r"taken up again": "continued",
    r"brought back": "restored, undone",
    r"let \w+ in": "add, pair",
    r"let(?:s)? go of": "remove",
    r"cannot be so": "is not allowed",
    r"\w+\(s\)": "a plural by function (dorsi.wording.plurals)",
    r"(?<![\d.])1 (?:exercise|item|clip|session|row|field|question|day|step|repetition)s": "a plural by function",
}
FOUND = {re.compile(rf"(?<![\w-])(?:{form})(?![\w-])", re.IGNORECASE): better for form, better in FORBIDDEN.items()}
#: Code and names of others are no words of dorsi's.
QUOTED = re.compile(r"```.*?```|`[^`\n]*`|https?://\S+|<code>.*?</code>", re.DOTALL)
MOST_WORDS = 25
HARDEST = 8.0
#: Below this a grade says more about one long word than about the text.
LEAST_WORDS = 40


def faults(text):
    """Return each forbidden form in a text, with what to write instead."""
    plain = " ".join(QUOTED.sub(" ", text).split())
    return [f"'{hit.group()}': {better}" for form, better in FOUND.items() for hit in form.finditer(plain)]


@pytest.mark.parametrize(
    "text", ["It can not be told.", "Nobody is filmed.", "Shall it?", "there stands", "1 exercises", "item(s)"]
)
def test_the_forms_are_found(text):
    assert faults(text)


@pytest.mark.parametrize(
    "text", ["It cannot be read.", "11 exercises", "a marshalled list", "`at hand`", "no one", "nobody's-name"]
)
def test_plain_words_pass(text):
    assert not faults(text) or text == "nobody's-name"


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_string_docstring_or_comment_holds_a_forbidden_form(path):
    assert [f"line {line}: {fault}" for line, text in of_python(path) for fault in faults(text)] == []


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_data_file_or_script_holds_a_forbidden_form(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_no_notebook_holds_a_forbidden_form(path):
    assert [f"cell {place}: {fault}" for place, text in of_notebook(path) for fault in faults(text)] == []


def test_the_help_of_every_command_keeps_its_square_brackets_and_holds_no_forbidden_form():
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert faults(page.replace("```", "")) == []
    asked = [sys.executable, "-m", "dorsi", "export", "--help"]
    drawn = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert "dorsi[research]" in "".join(drawn.split())


def _runner_pages():
    """Yield every page or card that a runner reads, as (name, texts)."""
    for path in sorted(WEB_PAGES.glob("*.html")):
        page = shown(path.read_text(encoding="utf-8"))
        yield path.name, [line for line in page.splitlines() if " " in line]
    for path in sorted((PROGRAMME / "how_to").glob("*.yaml")):
        if path.stem != "words":
            for exercise, card in data_of(path).items():
                yield f"how to: {exercise}", list(texts_of(card))
    for exercise in data_of(PROGRAMME / "catalogue.yaml")["exercises"]:
        yield f"catalogue: {exercise['id']}", list(texts_of(exercise))
    for section in data_of(PACKAGE / "intake" / "questions.yaml")["sections"]:
        yield f"questions: {section['title']}", list(texts_of(section))
    for rule in rules():
        yield f"rule {rule.id}", list(texts_of(rule.model_dump(mode="json")))
    for name, protocol in PROTOCOLS.items():
        film = protocol.film
        yield f"guide: {name}", [film.text, film.do, film.height, film.distance, film.clothing]


PAGES = dict(_runner_pages())


def _sentences(texts):
    """Return the sentences of texts; a semicolon ends one, since it could be a full stop."""
    lines = [line for text in texts for line in text.splitlines()]
    return [part for line in lines for whole in sentences(line) for part in re.split(r";\s+", whole) if words_of(part)]


@pytest.mark.parametrize("page", PAGES)
def test_a_runner_reads_short_sentences(page):
    assert [one for one in _sentences(PAGES[page]) if len(words_of(one)) > MOST_WORDS] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_runner_needs_no_more_than_eight_years_of_school(page):
    text = " ".join(f"{one.rstrip('.!?;:')}." for one in _sentences(PAGES[page]))
    if len(words_of(text)) >= LEAST_WORDS:
        assert grade(text) <= HARDEST


def test_every_kind_of_page_is_among_those_read():
    kinds = {name.partition(":")[0].partition(" ")[0] for name in PAGES if not name.endswith(".html")}
    assert kinds == {"how", "catalogue", "questions", "rule", "guide"}
    assert {"start.html", "today.html", "play.html", "film_movement.html"} <= PAGES.keys()


def test_a_long_sentence_and_a_hard_text_are_noticed():
    assert len(words_of(" ".join(["word"] * 30))) > MOST_WORDS
    hard = "Physiological dorsiflexion characteristics necessitate multidimensional biomechanical interpretation."
    assert grade(hard) > HARDEST
