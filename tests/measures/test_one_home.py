"""What a number, unit, scale, band, verdict or movement is called stands in one file and nowhere else."""

import ast
import re
from pathlib import Path

import pytest

from dorsi import measures
from dorsi.datafile import parse_mapping
from dorsi.measures.bands import band_table
from dorsi.measures.registry import typed
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.protocols import PROTOCOLS, name_of
from dorsi.vocabulary import MOVEMENT_NAMES
from dorsi.wording import wording

SRC = Path(__file__).parents[2] / "src" / "dorsi"
HOME = SRC / "measures"
SHORTEST = 9  #: letters: "Time" and "Flight" are words like others
ENTRIES = [*measures.measures().values(), *measures.curves().values(), *typed().values()]
WORDS = {
    text
    for text in (
        *(words for one in ENTRIES for words in (one.label, one.in_words, one.meaning)),
        *(words for one in measures.scales().values() for words in (one.short, one.words)),
        *(unit.long for unit in measures.units().values()),
        *(one.noun for one in ENTRIES if " " in one.noun and one.noun != "knee lift"),  # which is an exercise, too
    )
    if len(text) >= SHORTEST
}


#: Others with a home of their own; they are looked for within sentences, too, where that tells them from other words.
BANDS = {words for band, words in band_table().words.items() if words != band}  #: a band's own name is a code, too
VERDICTS = set(wording().verdicts.values())
TITLES = {text for one in PROTOCOLS for text in (name_of(one).title, name_of(one).noun) if len(text) >= SHORTEST}
PHRASES = {"marked restriction", "likely real gain", "likely real loss"}
OWN_HOMES = {"wording/wording.yaml": VERDICTS, **{f"protocols/filmed/{one}.py": TITLES for one in PROTOCOLS}}


def strings(content):
    if isinstance(content, dict):
        return [text for part in content.items() for one in part for text in strings(one)]
    if isinstance(content, list):
        return [text for one in content for text in strings(one)]
    return [content] if isinstance(content, str) else []


def texts(path):
    """Return every whole text of a file: string literals, YAML values, what stands between two tags."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return [node.value for node in ast.walk(ast.parse(content)) if isinstance(node, ast.Constant)]
    if path.suffix == ".yaml":
        return strings(parse_mapping(content, path.name))
    return [text.strip() for text in re.findall(r">([^<>{}]+)<", content)]


HEARD = SRC / "batch" / "names.yaml"  #: what people write in the names of clips, not what dorsi says
FILES = [
    path
    for suffix in ("py", "yaml", "html")
    for path in sorted(SRC.rglob(f"*.{suffix}"))
    if HOME not in path.parents and path != HEARD
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_word_of_the_registry_stands_anywhere_else(path):
    assert WORDS.intersection(t for t in texts(path) if isinstance(t, str)) == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_band_verdict_or_movement_is_called_anything_anywhere_else(path):
    own = OWN_HOMES.get(path.relative_to(SRC).as_posix(), set())
    passed_over = docstrings(path)
    found = [text for text in texts(path) if isinstance(text, str) and text not in passed_over]
    said = {text for text in found if len(text) >= SHORTEST}
    assert (BANDS | VERDICTS | TITLES).intersection(said) - own == set()
    assert {phrase for phrase in PHRASES - own if any(phrase in text.lower() for text in found)} == set()


def docstrings(path):
    """Return the docstrings of a Python file: they explain, and no one sees them but who reads the code."""
    if path.suffix != ".py":
        return set()
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        ast.get_docstring(one, clean=False) for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, kinds)
    }


#: Facts that are not what the registry has under that name, and so are called something else.
ON_PURPOSE = {"morning_stiff_min", "log_morning_stiff_min", "first_step_pain_days"}


def test_a_fact_that_is_a_measurement_is_called_what_the_measurement_is():
    facts = parse_mapping((SRC / "programme" / "facts.yaml").read_text(encoding="utf-8"), "facts.yaml")["facts"]
    named = {
        name: behind
        for name, fact in facts.items()
        for behind in (str(fact.get("from", "")).rpartition(".")[2], name)
        if measures.is_named(behind)
    }
    assert {name for name in named if "label" in facts[name]} == ON_PURPOSE
    assert all(
        vocabulary()[name].label == measures.noun_of(behind) for name, behind in named.items() if name not in ON_PURPOSE
    )
    assert all(vocabulary()[name].label != measures.noun_of(named[name]) for name in ON_PURPOSE)


#: Where a movement is made with known truth, or compared with it: the made movement has that name.
MADE = {"synth", "validation"}
#: What stands in a signature for everyone to read: the study's usual movement; `dorsi.batch.run` is a function.
SAID = {"studying.py": {"lunge"}, "cli/study.py": {"lunge"}, "batch/__init__.py": {"run"}}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_movement_is_named_outside_its_file(path):
    """A movement that is asked for by its name works for this one only; its `Protocol` says what it is asked for."""
    place = path.relative_to(SRC)
    if place.parts[0] in MADE or "filmed" in place.parts or path.suffix == ".yaml":
        return
    content = path.read_text(encoding="utf-8")
    found = re.findall(r"""[!=]= ?["'](\w+)["']""", content) if path.suffix == ".html" else texts(path)
    known = {text for text in found if isinstance(text, str)} & set(MOVEMENT_NAMES)
    assert known - SAID.get(place.as_posix(), set()) == set()
