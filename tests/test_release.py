"""A release is refused while version, changelog and citation say different things."""

import runpy
import shutil
from pathlib import Path

import pytest

import dorsi

ROOT = Path(__file__).parents[1]
RELEASE = runpy.run_path(str(ROOT / "scripts" / "release.py"))
problems, version, main = RELEASE["problems"], RELEASE["version"], RELEASE["main"]
OWN = dorsi.__version__


@pytest.fixture
def source(tmp_path):
    """Return a copy of the files that name the version, with a changelog that fits."""
    (tmp_path / "src" / "dorsi").mkdir(parents=True)
    shutil.copy(ROOT / "src" / "dorsi" / "version.py", tmp_path / "src" / "dorsi")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    (tmp_path / "CITATION.cff").write_text(f"{citation}date-released: 2026-12-01\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n## [{OWN}] - 2026-12-01\n\n- New.\n", encoding="utf-8")
    return tmp_path


def test_the_version_is_the_package_s():
    assert version() == OWN


def test_a_source_that_agrees_with_itself_may_be_released(source):
    assert problems(source) == []


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("## [Unreleased]", "starts with [Unreleased]"),
        ("## [9.9.9] - 2026-12-01", "starts with 9.9.9"),
        (f"## [{OWN}]", "has no day"),
    ],
)
def test_another_changelog_is_refused_in_one_line(source, head, said):
    (source / "CHANGELOG.md").write_text(f"# Changelog\n\n{head}\n\n- New.\n", encoding="utf-8")
    assert len(problems(source)) == 1
    assert said in problems(source)[0]


def test_another_citation_is_refused(source):
    text = (source / "CITATION.cff").read_text(encoding="utf-8").replace(f"version: {OWN}", "version: 9.9.9")
    (source / "CITATION.cff").write_text(text, encoding="utf-8")
    assert problems(source) == [f"CITATION.cff says 9.9.9, src/dorsi/version.py says {OWN}; make them the same"]


@pytest.mark.parametrize(("line", "has"), [("date-released: 2026-11-01\n", "2026-11-01"), ("", "no day")])
def test_a_citation_of_another_day_or_none_is_refused(source, line, has):
    text = (source / "CITATION.cff").read_text(encoding="utf-8").replace("date-released: 2026-12-01\n", line)
    (source / "CITATION.cff").write_text(text, encoding="utf-8")
    told = f"CITATION.cff has {has} as date-released, CHANGELOG.md says 2026-12-01; make them the same"
    assert problems(source) == [told]


def test_a_step_that_is_not_one_is_refused(capsys):
    assert main(["upload"]) == 2
    assert "'upload' is not a step" in capsys.readouterr().err
