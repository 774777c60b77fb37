"""What to do next time: warnings in order of importance, and tips that fit the number they stand under."""

from collections.abc import Sequence
from typing import Final, Literal

from dorsi import measures
from dorsi.protocols import PROTOCOLS, name_of
from dorsi.schema.session import Measurement, Session, Warn

#: A warning spoils something; a question is the reader's to answer; a note is said for completeness.
Level = Literal["warning", "question", "note"]

CLOSE: Final = "movement_close"  #: two movements fit; the report asks which one it is
SEVERAL: Final = "several_people"  #: the report asks which one is measured
#: What may be said of a clip, by code: how much it matters. What spoils most stands first.
LEVELS: Final[dict[str, Level]] = {
    "not_measurable": "warning",
    "no_person": "warning",
    "movement_not_measured": "warning",
    "movement_unknown": "warning",
    "movement_not_seen": "warning",
    "side_not_seen": "warning",
    "view_unclear": "warning",
    "view_not_side": "warning",
    "view_oblique": "warning",
    "near_side_unknown": "warning",
    "picture_squeezed": "warning",
    "picture_unsure": "warning",
    "feet_out": "warning",
    "slow_motion": "question",
    CLOSE: "question",
    SEVERAL: "warning",
    "people_cross": "warning",
    "person_lost": "warning",
    "legs_swapped": "warning",
    "repetitions_void": "warning",
    "steps_void": "warning",
    "level_unknown": "warning",
    "level_disputed": "warning",
    "camera_tilted": "warning",
    "low_rate": "warning",
    "far_away": "warning",
    "frames_damaged": "warning",
    "sheet_not_found": "warning",
    "picture_reshaped": "warning",
    "interlaced": "warning",
    "slow_motion_undone": "warning",
    "part_left_out": "note",
    "part_measured": "note",
}
#: What stands before each, for the eye that skims a list.
MARKS: Final[dict[Level, str]] = {"warning": "!", "question": "?", "note": "·"}
OTHERS_AFTER: Final = "steps_void"  #: a code that is not listed is a warning, and stands after this one
#: Warnings whose tip asks for a camera at the person's side: no advice for what is measured from the front.
ASKS_FOR_SIDE: Final = frozenset({"view_not_side", "view_oblique"})
UNKNOWN: Final = "movement_unknown"
#: A movement that was recognised for sure and has no number: no better film of it would give one.
NOT_MEASURED: Final = "movement_not_measured"
#: Faults of the picture for which a movement may not be recognised: they come first, since they can be mended.
MAY_HIDE: Final = frozenset({"view_unclear", "view_not_side", "view_oblique", "picture_squeezed", "feet_out"})
SIDE_TIP: Final = (
    "Film this leg from its own side: camera at knee height, 2 to 4 m away, at a right angle to the foot, "
    "with head and feet in the picture."
)
FRONT_TIP: Final = (
    "Film from straight in front of the foot: camera at knee height, 2 to 4 m away, level, "
    "with head and feet in the picture."
)


#: For a leg that the clip does not show moving; where the camera belongs is in the movement's own guide.
OTHER_LEG_TIP: Final = "For the {side} leg, film a clip of its own the same way{from_its_side}."


def level_of(warning: Warn) -> Level:
    """Return how much a remark on a clip matters."""
    return LEVELS.get(warning.code, "warning")


def by_importance(warnings: Sequence[Warn]) -> tuple[Warn, ...]:
    """Return warnings, what spoils most first; those of one weight keep their order."""
    return tuple(sorted(warnings, key=lambda warning: _rank(warning.code)))


def _rank(code: str) -> float:
    order = list(LEVELS)
    return order.index(code) if code in LEVELS else order.index(OTHERS_AFTER) + 0.5


def warnings_of(session: Session) -> tuple[Warn, ...]:
    """Return what to say of a clip, most important first, without what contradicts its movement's own guide.

    Where nothing was measured, notes on what was are left out.
    """
    measured = any(m.value is not None for m in session.measurements)
    return tuple(w for w in by_importance(session.quality.warnings) if _fits(session, w, notes=measured))


def spoiling(warnings: Sequence[Warn]) -> tuple[Warn, ...]:
    """Return what may have cost a clip its numbers, most important first: the cause before what came of it.

    Parameters
    ----------
    warnings
        As `warnings_of` gives them.
    """
    found = [one for one in warnings if level_of(one) == "warning"]
    hidden = any(one.code in MAY_HIDE for one in found)
    last = [one for one in found if hidden and one.code == UNKNOWN]
    return (*(one for one in found if one not in last), *last)


def tips(session: Session, refused: Measurement) -> tuple[str, ...]:
    """Return what to change to have a number that was not measured, most important first, each once; never nothing."""
    frontal = _from_front(session.movement) or measures.planes_of(refused.name) == {"frontal"}
    if _other_leg_moved(session, refused):
        own_side = "" if frontal else ", from its own side"
        return (OTHER_LEG_TIP.format(side=refused.side, from_its_side=own_side),)
    asked = (
        w.tip
        for w in by_importance(session.quality.warnings)
        if w.tip and _fits(session, w, notes=False) and not (frontal and w.code in ASKS_FOR_SIDE)
    )
    return tuple(dict.fromkeys(asked)) or (FRONT_TIP if frontal else SIDE_TIP,)


def _fits(session: Session, warning: Warn, *, notes: bool) -> bool:
    if level_of(warning) == "note" and not notes:
        return False
    return warning.code not in ASKS_FOR_SIDE or not (_is_stranger(session) or _front_is_meant(session))


def title_of(session: Session) -> str:
    """Return the movement as a heading: one that is surely none of dorsi's was recognised, but isn't measured."""
    return "Not measured" if _is_stranger(session) else name_of(session.movement).title


def _is_stranger(session: Session) -> bool:
    return any(one.code == NOT_MEASURED for one in session.quality.warnings)


def _from_front(movement: str) -> bool:
    return movement in PROTOCOLS and PROTOCOLS[movement].film.from_front


def _front_is_meant(session: Session) -> bool:
    """Return whether a clip was filmed from the front on purpose, or should have been: then it need show no side.

    As a movement's guide asks, as a number from the front shows, or as no one knows of a movement not recognised.
    """
    if _from_front(session.movement):
        return True
    if session.quality.view not in {"front", "rear"}:
        return False
    if session.movement == "unknown":
        return True
    return any(m.value is not None and "frontal" in measures.planes_of(m.name) for m in session.measurements)


def _other_leg_moved(session: Session, refused: Measurement) -> bool:
    """Return whether only the other leg has repetitions in a view that shows them: no other film of them would help."""
    planes, front = measures.planes_of(refused.name), session.quality.view in {"front", "rear"}
    shown = not planes or (
        ("frontal" if front else "sagittal") in planes and session.quality.view not in {"oblique", "unclear"}
    )
    seen = {event.side for event in session.events}
    return shown and bool(seen) and refused.side in {"left", "right"} and refused.side not in seen


def leg_seen_instead(session: Session) -> str:
    """Return the leg that moves in a clip where only the other one was asked for; empty elsewhere."""
    asked = session.provenance.get("setting_side")
    if asked not in {"left", "right"} or not any(one.code == "side_not_seen" for one in session.quality.warnings):
        return ""
    return "right" if asked == "left" else "left"
