"""A key that nothing reads is refused, at every level of every data file, by an error with the file and the key."""

import copy
import sys
from pathlib import Path

import pytest

from dorsi import datafile, measures
from dorsi.batch import vocabulary as names
from dorsi.detectable import published_table
from dorsi.errors import RuleError
from dorsi.intake import form
from dorsi.measures.bands import band_table
from dorsi.programme.exercises import catalogue, how_to, pictures
from dorsi.programme.language import vocabulary as facts
from dorsi.programme.rulebook import rules

PACKAGE = Path(__file__).parents[1] / "src" / "dorsi"
KEY = "zz_unread"
EACH = "*"
#: What reads each data file, by its path in the package.
READERS = {
    "batch/names.yaml": names.vocabulary,
    "detectable/published.yaml": published_table,
    "intake/questions.yaml": lambda: (form.first_pages(), form.sections()),
    "measures/bands.yaml": band_table,
    "measures/doubts.yaml": measures.doubts,
    "measures/measures.yaml": lambda: (measures.measures(), measures.typed(), measures.curves()),
    "measures/scales.yaml": measures.scales,
    "measures/units.yaml": measures.units,
    "programme/catalogue.yaml": catalogue.catalogue,
    "programme/facts.yaml": facts.vocabulary,
    "programme/rules.yaml": rules.rules,
    "wording/wording.yaml": rules.rules,
} | {
    f"programme/{folder}/{path.name}": reader
    for folder, reader in (
        ("figures", lambda: (pictures.pictures(), pictures.fault_pictures())),
        ("how_to", how_to.how_to),
    )
    for path in (PACKAGE / "programme" / folder).glob("*.yaml")
}
#: Where a new name is a new entry of a list, and no mistake as long as the entry itself is right.
LISTS = {
    ("batch/names.yaml", ("shoes",)),
    ("batch/names.yaml", ("notes",)),
    ("measures/measures.yaml", ("measurements",)),
    ("measures/measures.yaml", ("typed",)),
    ("measures/measures.yaml", ("curves",)),
    ("measures/units.yaml", ()),
    ("programme/facts.yaml", ("facts",)),
    ("programme/how_to/words.yaml", ("sources",)),  # a source that nothing names: tests/programme/test_how_to.py
}
#: Names of entries, not of fields: one of them stands for all.
BY_NAME = (
    LISTS
    | {
        (name, place)
        for name in READERS
        for place, folder in (((), "how_to"), ((), "figures"), ((EACH,), "figures"), ((EACH, "levels"), "how_to"))
        if folder in name and not name.endswith("words.yaml")
    }
    | {(name, (*before, "levels")) for name, before in (("programme/catalogue.yaml", ("exercises", EACH)),)}
    | {("measures/bands.yaml", ("dorsiflexion", "scales")), ("batch/names.yaml", ("movements",))}
)


def levels(name, node, place=(), at=()):
    """Yield every mapping of a file: its shape, and the keys that lead to it."""
    if isinstance(node, dict):
        yield place, at
        same = (name, place) in BY_NAME
        for key, value in node.items():
            yield from levels(name, value, (*place, EACH if same else key), (*at, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from levels(name, value, (*place, EACH), (*at, index))


def content(name):
    return datafile.parse_mapping((PACKAGE / name).read_text(encoding="utf-8"), name)


def cases():
    for name in READERS:
        first = {}
        for place, at in levels(name, content(name)):
            first.setdefault(place, at)
        for place, at in first.items():
            yield pytest.param(name, at, (name, place) in LISTS, id=f"{name}:{'.'.join(map(str, place))}")


def forget():
    """Empty every cache of dorsi: what was read from a data file, and what was made of it."""
    for module in [one for key, one in sys.modules.items() if key.startswith("dorsi")]:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture
def changed(monkeypatch):
    """Return a function that puts other content in the place of a data file, until the test ends."""
    read = datafile.parse_mapping

    def change(name, raw):
        file = name.removeprefix("programme/") if name.startswith("programme/") else name.rsplit("/", 1)[-1]
        monkeypatch.setattr(datafile, "parse_mapping", lambda text, of: raw if of == file else read(text, of))
        forget()

    yield change
    monkeypatch.undo()
    forget()


def test_every_data_file_has_a_reader_here():
    assert {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.yaml")} == set(READERS)


@pytest.mark.parametrize(("name", "at", "is_list"), list(cases()))
def test_a_key_that_nothing_reads_is_refused(changed, name, at, is_list):
    raw = copy.deepcopy(content(name))
    node = raw
    for key in at:
        node = node[key]
    # Of a list, an entry that can't be one; else what another key of the same mapping has, so that only the key is new.
    node[KEY] = 7 if is_list else copy.deepcopy(next(iter(node.values())))
    changed(name, raw)
    with pytest.raises(RuleError) as caught:
        READERS[name]()
    assert name.rsplit("/", 1)[-1] in str(caught.value)
    assert KEY in str(caught.value)
    assert "\n" not in str(caught.value)
