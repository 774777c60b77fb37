"""Equipment that was never asked about: what nearly every home has is taken as there, the rest waits."""

from given import given

from dorsi.intake.record import answers_of
from dorsi.programme import plan
from dorsi.programme.logbook.staying import stays_of
from dorsi.schema.intake import Intake

HOME = ["wall", "chair", "towel", "step"]


def made(**changes):
    content = given("mirror2").model_dump(exclude_unset=True) | changes
    return plan(Intake.model_validate({name: value for name, value in content.items() if value != "skipped"}), [])


def said(one):
    stays = [stay.text for stay in stays_of(one, {(item.exercise, item.side): 9 for item in one.items})]
    because = [reason.text for item in one.items for reason in item.because]
    notes = [note for item in one.items for note in item.notes]
    return [*stays, *because, *notes, *(entry.until or "" for entry in one.excluded)]


def test_without_an_answer_the_exercises_are_those_of_a_usual_home():
    unknown, told = made(equipment="skipped"), made(equipment=HOME)
    assert [(i.exercise, i.side, i.level) for i in unknown.items] == [(i.exercise, i.side, i.level) for i in told.items]
    assert "mo_wall_slide" in {item.exercise for item in unknown.items}
    assert (unknown.equipment, unknown.equipment_told, told.equipment_told) == (HOME, False, True)


def test_without_an_answer_no_sentence_says_that_something_is_missing():
    texts = said(made(equipment="skipped"))
    assert not [text for text in texts if "don't have" in text]
    assert [text for text in texts if "tell us what you have" in text]


def test_who_said_that_there_is_nothing_is_taken_at_their_word():
    texts = said(made(equipment=[]))
    assert [text for text in texts if "don't have the equipment" in text]
    assert not [text for text in texts if "tell us" in text]


def test_an_empty_field_is_not_the_answer_that_there_is_nothing():
    assert "equipment" not in answers_of({"equipment": None})
    assert answers_of({"equipment": []})["equipment"] == ()
