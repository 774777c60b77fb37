"""`dorsi show`: an exercise in the terminal."""

import pytest
from typer.testing import CliRunner

from dorsi.cli import app
from dorsi.errors import OptionError
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.how_to import card_of
from dorsi.programme.words.show import find_exercise, shown


def run(*words):
    return CliRunner().invoke(app, ["show", *words])


def test_without_an_exercise_every_id_is_listed_with_its_name():
    lines = run().stdout.splitlines()
    for one in catalogue().exercises.values():
        assert any(line.split()[0] == one.id and line.endswith(one.name) for line in lines)


@pytest.mark.parametrize("exercise", catalogue().exercises)
def test_every_level_is_shown_with_its_steps_and_dose(exercise):
    for level in catalogue()[exercise].levels:
        text = "\n".join(text for _, text in shown(exercise, level))
        card = card_of(exercise, level)
        assert all(part in text for part in (card.words, card.start, *card.steps, card.feel, card.stop))
        assert f"level {level} of {len(catalogue()[exercise].levels)}" in text
        assert "(R0" not in text


def test_the_terminal_gets_narrow_lines(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    text = run("st_hr_dl", "--level", "3").stdout
    assert max(map(len, text.splitlines())) <= 60
    assert "Up on two" not in text.splitlines()[0]
    assert "2 sets of 8 on each leg." in text


def test_a_name_does_as_well_as_an_id():
    name = catalogue()["mo_calf_roll"].name
    assert find_exercise(name.upper()).id == "mo_calf_roll"
    assert find_exercise("Wall Slide").id == "mo_wall_slide"
    assert find_exercise("ankle wall slide").id == "mo_wall_slide"


@pytest.mark.parametrize(
    ("asked", "meant"), [("mo_wal_slide", "'mo_wall_slide'"), ("deat bug", "'px_deadbug'"), ("st_hr_d", "'st_hr_dl'")]
)
def test_a_mistyped_exercise_gets_the_nearest(asked, meant):
    with pytest.raises(OptionError, match=r"is not known; did you mean ") as problem:
        find_exercise(asked)
    assert meant in str(problem.value)
    assert "`dorsi show` lists all" in str(problem.value)


def test_what_is_like_nothing_gets_no_guess():
    with pytest.raises(OptionError, match=r"EXERCISE: 'zzzz' is not known; `dorsi show` lists all exercises"):
        find_exercise("zzzz")


def test_a_level_that_is_not_there_says_which_are():
    with pytest.raises(OptionError, match="--level: mo_bigtoe has levels 1 to 3, got 4"):
        list(shown("mo_bigtoe", 4))


def test_limits_name_who_and_how():
    text = "\n".join(text for _, text in shown("px_hipflexor", 1))
    assert "With knee pain: Stand with one leg a long step back" in text
    text = "\n".join(text for _, text in shown("st_hr_step", 1))
    assert "Leave it out with trouble with the Achilles tendon, now or before" in text
