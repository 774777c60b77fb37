"""The question that scripts/check_pins.py asks pip is the right one; the answer needs the network: `make pins`."""

import runpy
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PINS = runpy.run_path(str(ROOT / "scripts" / "check_pins.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINNED = {(one := Requirement(line)).name.casefold(): one.specifier for line in LINES if line and line[0] != "#"}


def test_every_python_that_dorsi_supports_is_asked_for_and_no_other():
    supported = Requirement(f"dorsi{PROJECT['requires-python']}").specifier
    assert [one for one in PINS["PYTHONS"] if one not in supported] == []
    assert [f"3.{minor}" for minor in range(8, 20) if f"3.{minor}" in supported] == list(PINS["PYTHONS"])


def test_pip_is_asked_for_wheels_of_the_other_system_and_installs_nothing(tmp_path):
    asked = PINS["command"](["numpy"], tags=("win_amd64",), python="3.13", folder=str(tmp_path))
    assert {"--dry-run", "--only-binary", ":all:", "win_amd64", "3.13", "numpy"} <= set(asked)
    assert str(ROOT / "constraints.txt") in asked


@pytest.mark.parametrize("wanted", [Requirement(one) for one in PROJECT["dependencies"]], ids=lambda one: one.name)
def test_each_dependency_is_pinned_within_its_range(wanted):
    (pin,) = PINNED[wanted.name.casefold()]
    assert pin.operator == "=="
    assert pin.version in wanted.specifier


def test_the_workflow_tries_each_python_and_each_kind_of_system():
    matrix = WORKFLOW["jobs"]["pure"]["strategy"]["matrix"]
    assert matrix["python"] == list(PINS["PYTHONS"])
    assert {name.partition("-")[0] for name in matrix["system"]} == {"ubuntu", "macos", "windows"}


def test_every_path_that_the_workflow_names_is_there():
    words = [word for job in WORKFLOW["jobs"].values() for step in job["steps"] for word in step.get("run", "").split()]
    paths = [word for word in words if word.startswith(("tests/", "scripts/", ".ci/"))]
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []
