"""What a number, unit or scale is called stands in dorsi/measures and nowhere else."""

import ast
import re
from pathlib import Path

import pytest

from dorsi import measures
from dorsi.datafile import parse_mapping
from dorsi.measures.registry import typed
from dorsi.vocabulary import MOVEMENT_NAMES

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
    )
    if len(text) >= SHORTEST
}


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
