"""Every exercise and every level of the catalogue can be done from its text alone."""

import copy
import re
from typing import get_args

import pytest
from reading import grade, sentences, words_of

from dorsi.datafile import load_mapping
from dorsi.errors import RuleError
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.how_to import (
    adapted_form,
    card_of,
    file_of,
    how_to,
    parse_how_to,
    shared_words,
    thing_words,
)
from dorsi.schema.plan import Cap, Category

MOST_WORDS = 20  #: in a sentence that is read while doing
HIGHEST_GRADE = 8.0
LEVELS = [(one.id, level) for one in catalogue().exercises.values() for level in one.levels]
EXERCISES = list(catalogue().exercises)
#: Field terms and phrases that a runner need not know, with the word to use.
JARGON = {
    "dorsiflexion": "bend", "plantarflexion": "point", "inversion": "inward", "eversion": "outward",
    "gastrocnemius": "calf", "soleus": "calf", "proprioception": "balance", "isometric": "hold", "eccentric": "slowly",
    "pelvis": "hips", "tibia": "shin", "medial": "inner", "lateral": "outer", "forefoot": "front of the foot",
    "cannot": "cannot", "shall": "will", "tempo": "seconds", "reps": "times",
}  # fmt: skip


def spoken(exercise, level):
    card = card_of(exercise, level)
    faults = [text for one in card.faults for text in (one.fault, one.mend)]
    form = list(how_to()[exercise].adapt.values())
    # Without the amount of the easier level, which is written from the catalogue.
    easier = how_to()[exercise].easier if level == 1 else how_to()[exercise].levels[level - 1].words
    assert easier in card.easier
    return [card.words, card.why, card.start, *card.steps, card.feel, *faults, card.stop, easier, *form]


@pytest.mark.parametrize(("exercise", "level"), LEVELS)
def test_a_level_has_every_part(exercise, level):
    card = card_of(exercise, level)
    assert card is not None
    assert 3 <= len(card.steps) <= 5
    assert len(card.faults) == 2
    assert all(len(words_of(text)) >= 2 for text in spoken(exercise, level))
    assert card.harder


@pytest.mark.parametrize("exercise", EXERCISES)
def test_each_level_has_words_of_its_own(exercise):
    told = [one.words for one in how_to()[exercise].levels.values()]
    assert len(set(told)) == len(told) == len(catalogue()[exercise].levels)


@pytest.mark.parametrize(("exercise", "level"), LEVELS)
def test_a_sentence_is_short_and_ends(exercise, level):
    for text in spoken(exercise, level):
        assert text[-1] in ".!?", text
        for sentence in sentences(text):
            assert len(words_of(sentence)) <= MOST_WORDS, sentence


@pytest.mark.parametrize(("exercise", "level"), LEVELS)
def test_a_reader_of_any_age_can_follow(exercise, level):
    assert grade(" ".join(spoken(exercise, level))) <= HIGHEST_GRADE


def test_the_count_of_the_grade_tells_easy_from_hard():
    easy = "Stand on one leg. Bend the knee. Look at the wall."
    hard = "Maintain neutral alignment of the lumbopelvic region throughout the entire eccentric phase of the movement."
    assert grade(easy) < 3 < HIGHEST_GRADE < grade(hard)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_words_are_a_runners_words(exercise):
    for level in catalogue()[exercise].levels:
        text = " ".join(spoken(exercise, level)).lower()
        assert [word for word in JARGON if re.search(rf"\b{word}\b", text)] == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_how_much_stands_in_the_catalogue_alone(exercise):
    for level in catalogue()[exercise].levels:
        text = " ".join(spoken(exercise, level))
        assert re.search(r"\d+ (sets|times|repetitions|raises)|\bx \d", text) is None


@pytest.mark.parametrize(("exercise", "level"), LEVELS)
def test_what_is_used_is_in_the_list_of_things(exercise, level):
    one, card = catalogue()[exercise], card_of(exercise, level)
    for need in one.equipment_at(level):
        named = [thing_words(need), *(thing_words(part) for part in need.split(" or "))]
        assert any(thing in given for thing in named for given in card.needs), need
    at_hand = " ".join([*card.needs, *card.helps]).lower()
    told = " ".join([card.start, *card.steps]).lower()
    for thing in ("band", "backpack", "cushion", "wedge", "roller", "partner", "mirror", "towel", "chair", "wall"):
        assert thing in at_hand or not re.search(rf"\b{thing}\b", told), thing


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_number_of_ten_asks_for_no_more_than_any_limit(exercise):
    """A limit may lower "3 of 10"; then the text names no number, and the cue does."""
    numbered = [rule for rule in catalogue()[exercise].contra if rule.do == "cap" and rule.cue]
    told = " ".join(text for level in catalogue()[exercise].levels for text in spoken(exercise, level))
    assert not numbered or "of 10" not in told


@pytest.mark.parametrize("exercise", EXERCISES)
def test_sources_come_in_twos(exercise):
    assert len(how_to()[exercise].sources) >= 2


def test_every_source_is_used_and_has_an_address():
    used = {name for one in how_to().values() for name in one.sources}
    assert used == set(shared_words().sources)
    assert all(one.address.startswith("http") for one in shared_words().sources.values())


def test_what_comes_before_and_after_a_level_is_told():
    assert card_of("st_hr_dl", 1).easier == how_to()["st_hr_dl"].easier
    assert card_of("st_hr_dl", 2).easier == f"Level 1: {how_to()['st_hr_dl'].levels[1].words} 2 sets of 12."
    assert card_of("st_hr_dl", 4).harder == f"Next exercise: {catalogue()['st_hr_sl'].name}."


def test_a_limit_finds_its_form_by_its_tag_and_an_older_one_by_its_text():
    text = next(rule.text for rule in catalogue()["px_hipflexor"].contra if rule.tag == "knee_pain")
    limit = Cap(rule="R05", tag="knee_pain", text="in other words")
    older = Cap(rule="R05", text=f"left: {text}")
    for one in (limit, older):
        assert adapted_form("px_hipflexor", one).startswith("Stand with one leg")
        assert adapted_form("mo_no_longer_there", one) is None
    for one in (
        limit.model_copy(update={"tag": ""}),
        Cap(rule="R05", tag="", text=text),
        Cap(rule="R05", text="other"),
    ):
        assert adapted_form("px_hipflexor", one) is None


def test_an_exercise_of_an_older_plan_has_no_card():
    assert card_of("mo_no_longer_there", 1) is None
    assert card_of("mo_wall_slide", 9) is None


def raw():
    return copy.deepcopy({name: load_mapping(file_of(name)) for name in get_args(Category)})


def test_a_new_exercise_without_instructions_names_the_file():
    known = dict(catalogue().exercises)
    known["mo_new_one"] = known["mo_wall_slide"].model_copy(update={"id": "mo_new_one"})
    with pytest.raises(RuleError, match=r"how_to/mobility\.yaml: exercise mo_new_one: has no instructions yet"):
        parse_how_to(raw(), known)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["levels"].pop(4), "level 4 has no words yet"),
        (lambda one: one["levels"].update({5: {"words": "More."}}), "level 5 is not in catalogue.yaml"),
        (lambda one: one["steps"].pop() and one["steps"].pop(), "steps"),
        (lambda one: one["faults"].pop(), "faults"),
        (lambda one: one.pop("stop"), "stop"),
        (lambda one: one["adapt"].update(toe_pain="Less."), "'toe_pain' puts no limit on this exercise"),
        (lambda one: one["sources"].append("nowhere"), "'nowhere' is not in how_to/words.yaml"),
        (lambda one: one.update(colour="red"), "colour"),
    ],
)
def test_a_part_that_is_missing_or_unknown_is_named(change, said):
    entries = raw()
    change(entries["mobility"]["mo_wall_slide"])
    with pytest.raises(RuleError, match=r"how_to/mobility\.yaml: exercise mo_wall_slide: ") as problem:
        parse_how_to(entries, catalogue().exercises)
    assert said in str(problem.value)


def test_instructions_in_the_wrong_file_are_named():
    entries = raw()
    entries["strength"]["mo_wall_slide"] = entries["mobility"].pop("mo_wall_slide")
    with pytest.raises(RuleError, match=r"how_to/strength\.yaml: exercise mo_wall_slide: not in this category"):
        parse_how_to(entries, catalogue().exercises)
