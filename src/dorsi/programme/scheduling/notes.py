"""The notes of a day and of a week, in the words of the rules."""

from collections.abc import Sequence

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.language.parameters import Parameters
from dorsi.schema.plan import SessionItem


def run_notes(
    params: Parameters,
    items: Sequence[SessionItem],
    *,
    strength: bool,
    hard_next: bool,
    race_next: bool,
    runs: bool,
) -> list[str]:
    """Return the notes for a run on the day, or a hard one on the next (R43, R46).

    Parameters
    ----------
    params
        The rules' numbers and texts.
    items
        The session.
    strength
        Whether the day is one for strength.
    hard_next
        Whether the longest run, a hard session or a race is on the next day.
    race_next
        Whether the race is on the next day.
    runs
        Whether the runner runs on this day.
    """
    bare = all(item.category == "warmup" for item in items)
    traits = set(params.run_day_traits or ())
    held = any(traits & set(catalogue()[item.exercise].traits) for item in items if item.category != "warmup")
    notes = {
        params.after_run_note: hard_next and strength and not race_next,
        params.light_day_note: hard_next and not strength and bare and not race_next,
        params.race_eve_note: race_next,
        params.run_day_note: runs and held,
    }
    return [note for note, holds in notes.items() if note and holds]


def week_notes(params: Parameters, number: int, *, racing: bool, race_instead: bool) -> list[str]:
    """Return the notes of a week (1 is the first); `race_instead`: the race takes the place of a session."""
    notes = {
        params.race_note: racing,
        params.race_day_note: race_instead,
        params.spike_note: number == 1 and bool(params.spike_days),
        params.swelling_note: number == 1 and bool(params.warmup_only_days),
    }
    return [note for note, holds in notes.items() if note and holds]
