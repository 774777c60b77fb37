"""A number that means one thing stands in one file: the others read it there."""

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from dorsi.intake.checks import stop_text
from dorsi.measures.bands import band_table, wall_geometry
from dorsi.measures.intervals import MDC_OF_SEM, Z95
from dorsi.programme.rulebook.rules import adult_from_years, load_rules, rules, same_speed_text, using_rules
from dorsi.schema.plan import UNTOLD_AGE_YEARS
from dorsi.wording.days import this_day

SRC = Path(__file__).parents[2] / "src" / "dorsi"
HOMES = {
    0.246: "measures/bands.yaml",
    0.152: "measures/bands.yaml",
    1.96: "measures/intervals.py",
    1.959963984540054: "measures/intervals.py",
    2.77: "measures/intervals.py",
    2.7718: "measures/intervals.py",
}


def numbers(path):
    """Return every number of a file: of Python its literals, of YAML its values."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return [one.value for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Constant)]
    return [float(one.value) for one in yaml.scan(text) if isinstance(one, yaml.ScalarToken) and _is_number(one.value)]


def _is_number(text):
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


@pytest.mark.parametrize("path", sorted([*SRC.rglob("*.py"), *SRC.rglob("*.yaml")]), ids=lambda path: path.name)
def test_no_number_of_the_leg_or_of_an_interval_stands_twice(path):
    own = path.relative_to(SRC).as_posix()
    found = {one for one in numbers(path) if isinstance(one, float) and HOMES.get(one, own) != own}
    assert found == set()


def test_every_home_has_its_number():
    assert (wall_geometry().shank_of_height, wall_geometry().foot_of_height) == (0.246, 0.152)
    assert (Z95, pytest.approx(MDC_OF_SEM)) == (1.96, 1.96 * 2**0.5)


def rules_with(**changes):
    """Return dorsi's own rules with other texts, as someone's own file would have them."""
    text = (SRC / "programme" / "rules.yaml").read_text(encoding="utf-8")
    for before, after in changes.values():
        assert before in text
        text = text.replace(before, after)
    return load_rules(text, "own.yaml")


def test_the_age_of_adults_is_that_of_the_rules():
    assert adult_from_years() == 18
    with using_rules(rules_with(age=("age_years, below: 18", "age_years, below: 16"))):
        assert adult_from_years() == 16
        [case] = next(rule for rule in rules() if rule.id == "R02").cases
        assert case.text == "under 16 the bands for adults do not apply"
        assert stop_text({"age_years": 16}) is None
        assert stop_text({"age_years": 15}) is not None
    assert stop_text({"age_years": 16}) is not None
    with using_rules(rules_with(age=("level: adults_only", "level: soon"))):
        assert adult_from_years() == 0


def test_an_age_that_is_not_known_is_an_adult_s_whose_bands_are_not_lowered():
    assert adult_from_years() <= UNTOLD_AGE_YEARS < band_table().dorsiflexion.older_from_years


def test_how_near_two_speeds_must_be_is_that_of_the_rules():
    assert same_speed_text() == "5 %"
    with using_rules(rules_with(speed=("speed_frac: 0.05", "speed_frac: 0.08"))):
        assert same_speed_text() == "8 %"


def test_today_is_asked_in_one_place():
    asking = [
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if "now().astimezone().date()" in path.read_text()
    ]
    assert asking == ["wording/days.py"]
    assert isinstance(this_day(), dt.date)


@pytest.mark.parametrize(
    "text",
    [
        '"mon", "tue"',
        'in ("left", "right")',
        'Literal["left", "right"]',
        ".upper() + ",
        "{day.day} {day:%b %Y}",
        ".day} {",
    ],
)
def test_what_several_files_need_is_written_in_one(text):
    assert len([path for path in SRC.rglob("*.py") if text in path.read_text(encoding="utf-8")]) <= 1
