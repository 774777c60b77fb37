"""What to do next time: warnings in order of importance, and tips that fit the number they stand under."""

from collections.abc import Sequence
from typing import Final

from dorsi import measures
from dorsi.schema.session import Measurement, Session, Warn

#: Codes of warnings, the one that spoils most first. One that is not listed stands after `OTHERS_AFTER`.
IMPORTANCE: Final = (
    "not_measurable",
    "no_person",
    "movement_unknown",
    "view_unclear",
    "view_not_side",
    "view_oblique",
    "feet_out",
    "clip_cut",
    "slow_motion",
    "movement_doubtful",
    "several_people",
    "people_cross",
    "person_lost",
    "legs_swapped",
    "repetitions_void",
    "steps_void",
    "camera_tilted",
    "low_rate",
    "far_away",
    "frames_damaged",
    "sheet_not_found",
    "part_left_out",
    "part_measured",
)
OTHERS_AFTER: Final = "steps_void"
#: Said for completeness: nothing has to be filmed differently.
NOTES: Final = frozenset({"part_measured"})
#: Warnings whose tip asks for a camera at the person's side: no advice for what is measured from the front.
ASKS_FOR_SIDE: Final = frozenset({"view_not_side", "view_oblique"})
SIDE_TIP: Final = (
    "Film this leg from its own side: camera at knee height, 2 to 4 m away, at a right angle to the foot, "
    "with head and feet in the picture."
)
FRONT_TIP: Final = (
    "Film from straight in front of the foot: camera at knee height, 2 to 4 m away, level, "
    "with head and feet in the picture."
)


def by_importance(warnings: Sequence[Warn]) -> tuple[Warn, ...]:
    """Return warnings, what spoils most first; those of one weight keep their order."""
    return tuple(sorted(warnings, key=lambda warning: _rank(warning.code)))


def _rank(code: str) -> float:
    return IMPORTANCE.index(code) if code in IMPORTANCE else IMPORTANCE.index(OTHERS_AFTER) + 0.5


def warnings_of(session: Session) -> tuple[Warn, ...]:
    """Return what to say of a clip, most important first, without what contradicts its movement's own guide.

    Where nothing was measured, a note that all is well is left out.
    """
    out_of_place = frozenset[str]() if any(m.value is not None for m in session.measurements) else NOTES
    if _front_is_meant(session):
        out_of_place |= ASKS_FOR_SIDE
    return tuple(w for w in by_importance(session.quality.warnings) if w.code not in out_of_place)


def tips(session: Session, refused: Measurement) -> tuple[str, ...]:
    """Return what to change to have a number that was not measured, most important first, each once; never nothing."""
    frontal = measures.planes_of(refused.name) == {"frontal"}
    out_of_place = NOTES | ASKS_FOR_SIDE if frontal else NOTES
    asked = (w for w in by_importance(session.quality.warnings) if w.tip and w.code not in out_of_place)
    return tuple(dict.fromkeys(w.tip for w in asked)) or (FRONT_TIP if frontal else SIDE_TIP,)


def _front_is_meant(session: Session) -> bool:
    """Return whether a clip from the front shows what it was filmed for: then it is no fault that it shows no side."""
    if session.quality.view not in {"front", "rear"}:
        return False
    return any(m.value is not None and "frontal" in measures.planes_of(m.name) for m in session.measurements)
