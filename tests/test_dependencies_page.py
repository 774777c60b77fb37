"""docs/dependencies.md names every package that pyproject.toml does, with a reason, and no other."""

import re
import runpy
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
WRITER = runpy.run_path(str(ROOT / "scripts" / "write_dependency_docs.py"))
NAMED = {Requirement(one).name for wanted in WRITER["project"]().values() for one in wanted}
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")


def test_every_dependency_has_its_reasons_and_no_other_has():
    texts = yaml.safe_load((ROOT / "docs" / "dependencies.yaml").read_text(encoding="utf-8"))
    assert set(texts) == NAMED
    assert all(set(one) == {"for", "why"} for one in texts.values())


@pytest.mark.parametrize("name", sorted(NAMED))
def test_the_page_has_a_line_for_it(name):
    assert f"| {name} | " in PAGE, "run: make docs"


def test_a_file_that_two_packages_install_counts_once():
    megabytes = WRITER["megabytes"]
    assert megabytes(["numpy", "numpy"]) == pytest.approx(megabytes(["numpy"]))
    assert megabytes(["numpy"]) > 10


def test_every_package_of_a_plain_install_has_a_licence_on_the_page():
    plain = WRITER["closure"](WRITER["project"]()[""])
    assert [name for name in plain if WRITER["licence"](name) == "not declared"] == []
    listed = PAGE.split("## Licences")[1]
    assert [name for name in plain if not re.search(rf"[ |]{re.escape(name)}[ ,]", listed)] == [], "run: make docs"


def test_what_is_built_here_is_there_and_as_small_as_the_page_says():
    built = PAGE.split("## Built here")[1].split("##")[0]
    sizes = re.findall(r"`(src/dorsi/[\w/]+\.py)`, (\d+) lines \|", built)
    assert len(sizes) >= 5
    for path, said in sizes:
        assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) == pytest.approx(int(said), rel=0.2)


def test_a_plain_install_has_one_opencv():
    """Two of them share one folder, and the one installed last overwrites the other."""
    found = [name for name in WRITER["closure"](WRITER["project"]()[""]) if name.startswith("opencv")]
    assert found == ["opencv-contrib-python"]


def test_all_brings_every_extra_that_is_not_for_developing():
    [others] = WRITER["bundles"]().values()
    assert set(others) == set(WRITER["project"]()) - {"", "notebooks", "train"}
    assert "## `dorsi[all]`: " in PAGE, "run: make docs"
