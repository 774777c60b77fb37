"""docs/measures.md and docs/accuracy.md say what the code does: constants, cut-offs and names are read from both."""

import importlib
import importlib.util
import pkgutil
import re
from functools import reduce
from pathlib import Path

import pytest

import dorsi.analysis
import dorsi.camera
import dorsi.protocols
import dorsi.protocols.filmed
from dorsi import measuring, synth
from dorsi.protocols import PROTOCOLS
from dorsi.validation.study import collect
from dorsi.validation.tables import tables
from dorsi.validation.targets import targets

ROOT = Path(__file__).parents[2]
MEASURES = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
ACCURACY = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"\*\*([-\d.]+)\*\*\s+\(`(\w+)\.([\w.]+)`\)", MEASURES)
CUT_OFFS = re.findall(r"^\| `(\w+)` \| ([\d.]+) \| ([\d.]+) \| `(\w+)` \|$", MEASURES, re.MULTILINE)
NAMES = re.findall(r"^\| `(\w+)` \| [^|]*\| [^|]+\|$", MEASURES.partition("## 5.")[2], re.MULTILINE)
SIDE, FRONT = synth.SIDE_ON, synth.Camera(yaw_deg=90)
FILMS = {
    "lunge": lambda: synth.lunge(camera=SIDE),
    "lunge front": lambda: synth.lunge(camera=FRONT),
    "squat": lambda: synth.squat(camera=SIDE),
    "squat front": lambda: synth.squat(camera=FRONT),
    "run": lambda: synth.run(camera=SIDE).landmarks,
    "run front": lambda: synth.run(camera=FRONT).landmarks,
}


def modules():
    found = {"measuring": measuring}
    for package in (dorsi.analysis, dorsi.protocols, dorsi.protocols.filmed):
        for info in pkgutil.iter_modules(package.__path__):
            found[info.name] = importlib.import_module(f"{package.__name__}.{info.name}")
    return found | {"camera": dorsi.camera}


def script():
    spec = importlib.util.spec_from_file_location("write_accuracy_docs", ROOT / "scripts" / "write_accuracy_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def part(page, name):
    return page.partition(f"<!-- begin: {name} -->")[2].partition(f"<!-- end: {name} -->")[0].strip()


def test_the_contract_quotes_many_constants():
    assert len(QUOTED) > 25


@pytest.mark.parametrize(("value", "module", "name"), QUOTED)
def test_a_quoted_constant_is_that_of_the_code(value, module, name):
    assert float(value) == reduce(getattr, name.split("."), modules()[module])


def test_the_cut_offs_are_those_of_the_code():
    read = {name: (float(cutoff), float(gap), headline) for name, cutoff, gap, headline in CUT_OFFS}
    assert read == {p.name: (p.cutoff_hz, p.longest_gap_s, p.headline) for p in PROTOCOLS.values()}


@pytest.mark.parametrize("film", FILMS)
def test_every_measurement_that_a_clip_can_give_is_described(film):
    given = {m.name for m in measuring.measure(FILMS[film](), movement=film.split()[0]).measurements}
    assert given <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_measurement_that_is_described_exists(name):
    source = [
        path for room in ("protocols", "running", "programme") for path in (ROOT / "src" / "dorsi" / room).rglob("*.py")
    ]
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in source)


def test_every_constant_is_listed_with_its_origin():
    assert part(ACCURACY, "constants") == script().constants_table(), "run: python scripts/write_accuracy_docs.py"


def test_constants_of_the_clips_and_of_the_contract_exist():
    known = {constant.name for constant in script().constants()}
    assert known >= script().FROM_THE_CLIPS | script().CONTRACT


@pytest.mark.parametrize("target", [t.what for t in targets(collect([])) if not t.what.startswith("side difference")])
def test_every_target_has_its_line_in_the_page(target):
    assert f"| {target} |" in part(ACCURACY, "targets")


def test_no_part_of_the_page_is_empty():
    assert all(part(ACCURACY, name) for name in re.findall(r"<!-- begin: (\w+) -->", ACCURACY))


def test_an_empty_validation_has_tables_without_errors():
    assert all(row[-1] == "no clip" for row in tables(collect([]))[0].rows)


def test_the_readme_gives_the_figures_of_the_page_on_accuracy():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for movement in ("lunge", "squat"):
        found = re.search(rf"^\| {movement}, .*?: mean ([\d.]+), worst ([\d.]+),", ACCURACY, re.MULTILINE)
        mean, worst = (f"{float(one):.1f}°" for one in found.groups())
        assert f"{mean} on average, {worst} at most" in readme
    clips, numbers, share = re.search(
        r"^\| all \|  \| (\d+) \| \d+ \| (\d+) \| \d+ \| (\d+ %) \| 0 \|", part(ACCURACY, "stress"), re.MULTILINE
    ).groups()
    assert f"{numbers} numbers from {clips} clips" in readme
    assert f"{share} inside the 95 % interval" in readme
    right, real = part(ACCURACY, "real").splitlines()[-1].split("|")[-2].strip().split(" of ")
    assert f"| {real} real clips" in readme
    assert f"{right} right:" in readme
