"""An exercise of a session with another dose."""

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.dose_words import dose_text
from dorsi.programme.exercises.timing import minutes_on
from dorsi.schema.plan import Dose, SessionItem


def with_dose(item: SessionItem, dose: Dose) -> SessionItem:
    """Return an item with another dose, its text and its minutes."""
    exercise = catalogue()[item.exercise]
    words = dose_text(exercise, item.level, dose, together=exercise.together(item.level) or item.side != "both")
    minutes = minutes_on(exercise, item.level, dose, item.side)
    return item.model_copy(update={"dose": dose, "dose_text": words, "minutes": minutes})
