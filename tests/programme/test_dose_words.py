"""A dose in plain words."""

import pytest
from casework import plan_of

from dorsi.programme import as_markdown
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.dose_words import amount_words, dose_text, dose_words, item_amount
from dorsi.programme.exercises.how_to import Moves, moves_of
from dorsi.schema.plan import Dose

CIRCLE = Moves(noun="circle", each="foot")
REACH = Moves(noun="reach", plural="reaches", spread=("to the front", "to the side", "to the back"))
RAISE = Moves(go="Go up", hold="hold", back="come down")


@pytest.mark.parametrize(
    ("dose", "moves", "together", "told"),
    [
        (
            {"sets": 3, "reps": 8, "tempo_s": (2, 1, 2), "rest_s": 60}, Moves(go="Go down", back="come up"), True,
            "3 sets of 8. Go down for 2 seconds, hold for 1, come up for 2. Rest 60 seconds between sets.",
        ),
        ({"sets": 1, "reps": 8}, RAISE, False, "8 times on each leg."),
        ({"sets": 1, "reps": 8, "ways": 2}, CIRCLE, False, "8 circles each way on each foot."),
        ({"sets": 2, "reps": 1}, Moves(noun="hop"), True, "2 sets of 1 hop."),
        (
            {"sets": 2, "reps": 5, "ways": 3}, REACH, True,
            "2 sets of 5 reaches each way: to the front, to the side and to the back.",
        ),
        ({"sets": 1, "reps": 5, "hold_s": 10}, Moves(noun="hold"), True, "5 holds of 10 seconds."),
        ({"sets": 2, "reps": 8, "hold_s": 1}, RAISE, True, "2 sets of 8. Hold each for 1 second."),
        ({"sets": 1, "hold_s": 45}, RAISE, False, "45 seconds on each leg."),
        (
            {"sets": 3, "hold_s": 10, "rest_s": 50}, Moves(round="round"), True,
            "3 rounds of 10 seconds. Rest 50 seconds between rounds.",
        ),
        ({"sets": 1, "hold_s": 45, "rest_s": 30}, RAISE, True, "45 seconds."),
        (
            {"sets": 2, "reps": 8, "tempo_s": (1, 0, 1.5)}, RAISE, True,
            "2 sets of 8. Go up for 1 second, come down for 1.5.",
        ),
        ({"sets": 2, "reps": 8, "load": "3-5 kg"}, RAISE, True, "2 sets of 8. Load: 3 to 5 kg."),
        ({"sets": 2, "reps": 8, "load": "light band"}, RAISE, True, "2 sets of 8. Use a light band."),
        ({"sets": 2, "reps": 8, "load": "backpack"}, RAISE, True, "2 sets of 8. Wear the backpack."),
    ],
)  # fmt: skip
def test_a_dose_is_told_in_sentences(dose, moves, together, told):
    assert dose_words(Dose.model_validate(dose), moves, together=together) == told


@pytest.mark.parametrize("one", catalogue().exercises.values(), ids=lambda one: one.id)
def test_the_amount_stands_first_in_the_dose(one):
    for level in one.levels:
        amount = amount_words(one.dose_at(level), moves_of(one.id, level), together=one.together(level))
        assert dose_text(one, level, one.dose_at(level), together=one.together(level)).startswith(f"{amount}.")


def test_an_item_that_the_catalogue_no_longer_has_tells_its_dose_as_it_was_written():
    item = plan_of({}).items[0]
    older = item.model_copy(update={"exercise": "gone", "dose_text": "2 x 8 per side, tempo 2-1-2 s"})
    assert item_amount(older) == "2 x 8 per side, tempo 2-1-2 s"


@pytest.mark.parametrize("one", catalogue().exercises.values(), ids=lambda one: one.id)
def test_every_number_of_the_dose_is_told_and_no_shorthand(one):
    for level in one.levels:
        dose = one.dose_at(level)
        text = dose_text(one, level, dose, together=one.together(level))
        numbers = [dose.reps, dose.hold_s, *(dose.tempo_s or ()), dose.sets if dose.sets > 1 else None]
        assert all(f"{number:g}" in text for number in numbers if number), text
        assert "tempo" not in text
        assert " x " not in text
        assert ("each" in text) or one.together(level), text


@pytest.mark.parametrize("one", catalogue().exercises.values(), ids=lambda one: one.id)
def test_a_tempo_has_the_words_of_its_own_movement(one):
    for level in one.levels:
        if one.dose_at(level).tempo_s is not None:
            assert moves_of(one.id, level).go != Moves().go


def test_days_that_some_weeks_lack_are_said_as_up_to():
    made = plan_of({"measure": {"wblt_cm": [4.5, 4.8]}, "intake": {"minutes_per_day": 5, "days_per_week": 6}})
    assert any(item.days_per_week[0] == 0 for item in made.items)
    page = as_markdown(made)
    assert "0 to" not in page
    assert "up to" in page
