"""What to know about a recognised movement: what else it may be, what was left out of it and why."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from dorsi.analysis.view import CameraView
from dorsi.protocols import gates, settling
from dorsi.protocols.known import PROTOCOLS, name_of
from dorsi.protocols.parts import Part
from dorsi.protocols.protocol import Protocol, Take
from dorsi.protocols.recognise import BY_SIGHT, SURE_MIN
from dorsi.schema.session import Measurement, Warn
from dorsi.types import SIDES, Rep, Step
from dorsi.wording.plurals import plural
from dorsi.wording.sentences import capital

FILM_ONE: Final = "film one movement as its guide shows"
STAND_STILL: Final = "start and end each clip by standing still"
FILM_GUIDE: Final = "Film it again as its guide shows."
FILM_CLOSER: Final = "Film in good light, closer to the legs, with nothing in front of them."
BOTH_LEGS: Final = "Give the points of both legs, a hidden one's too, or film so that both can be seen"
LEG_SEEN_MIN: Final = 0.2  #: of the frames: a leg that has its points in fewer tells nothing
#: What to do about a repetition that does not count, by why.
VOID_TIPS: Final = {
    gates.HEEL_UP: "Keep the heel on the floor; a strip of paper under it shows when it lifts.",
    gates.FOOT_MOVED: "Keep the foot in one place from the first repetition to the last.",
    gates.LOST: FILM_CLOSER,
    gates.UNSTEADY: FILM_CLOSER,
}


def unknown_reason(shown: Sequence[Part], take: Take, *, cut_off: bool = False) -> str:
    """Return why nothing was measured although a person is visible, and what to do.

    Parameters
    ----------
    cut_off
        Whether the clip begins or ends in the middle of a repetition.
    """
    return "; ".join(_unknown_words(_best(shown), take, cut_off=cut_off))


def _one_leg_words(take: Take) -> str:
    """Return that points of one leg are missing almost throughout, as in files that leave out a hidden one; else ""."""
    legs = np.concatenate([take.landmarks.side(name) for name in ("knee", "ankle")], axis=-1)
    seen = np.isfinite(legs).all(axis=-1).mean(axis=0)
    if seen.max() < LEG_SEEN_MIN or seen.min() >= LEG_SEEN_MIN:
        return ""
    return f"only the {SIDES[int(seen.argmax())]} leg has its points, and it takes both to tell a movement"


def _best(shown: Sequence[Part]) -> Part | None:
    return max(shown, key=lambda part: part.weight, default=None)


def _unknown_words(best: Part | None, take: Take, *, cut_off: bool) -> tuple[str, str]:
    """Return what a clip without a measured movement looks like, and what to do about it."""
    if best is None and (one_leg := _one_leg_words(take)):
        return one_leg, BOTH_LEGS
    if best is None and cut_off:
        return "the clip begins or ends in the middle of a movement", STAND_STILL
    if best is None:
        return "no movement was recognised", f"{FILM_ONE}, or say which movement it is"
    like = name_of(best.name)
    if best.name in BY_SIGHT:
        # To name another movement would only end at the same answer.
        sure = f"this looks like {like.one}" if best.fit >= SURE_MIN else f"this may be {like.one}"
        return f"{sure}, which dorsi doesn't measure", FILM_ONE
    if best.fit < SURE_MIN:
        name_it = f"if so, measure it as {like.one}; if not, {FILM_ONE}"
        said = f"we're not sure what movement this is, perhaps {like.one}"
        return said, name_it if _perhaps(best, take) else FILM_ONE
    return f"this looks like {like.one}, but no repetition is whole", STAND_STILL


def _perhaps(best: Part | None, take: Take) -> Part | None:
    """Return the unsure movement where naming it may give its number, not where the view hides that."""
    if best is None or best.name in BY_SIGHT or best.fit >= SURE_MIN:
        return None
    return None if settling.plane_reason(PROTOCOLS[best.name].headline, take.view) else best


def of_movement(
    protocol: Protocol | None,
    part: Part | None,
    take: Take,
    events: tuple[Rep | Step, ...],
    shown: Sequence[Part],
    slow: Warn | None,
    *,
    cut_off: bool = False,
) -> list[Warn]:
    """Return doubts about the movement, its tempo or its repetitions, most important first."""
    first = (
        _unknown(shown, take, cut_off=cut_off)
        if protocol is None
        else None
        if part
        else _not_seen(protocol, take, shown)
    )
    return [warn for warn in (first, slow, _void(events)) if warn]


def _unknown(shown: Sequence[Part], take: Take, *, cut_off: bool) -> Warn:
    best = _best(shown)
    text, tip = _unknown_words(best, take, cut_off=cut_off)
    if best is not None and best.name in BY_SIGHT and best.fit >= SURE_MIN:
        return Warn(code="movement_not_measured", text=f"{capital(text)}.", tip=f"{capital(tip)}.")
    perhaps = _perhaps(best, take)
    options = {"movement": perhaps.name} if perhaps else {}
    return Warn(code="movement_unknown", text=f"{capital(text)}.", tip=f"{capital(tip)}.", options=options)


def not_found_reason(protocol: Protocol, take: Take) -> str:
    """Return why a movement that the user named gave nothing: a view that hides it, before a film without it."""
    hidden = settling.plane_reason(protocol.headline, take.view)
    return hidden or _one_leg_words(take) or f"no {name_of(protocol.name).noun} was found in the clip"


def shown_instead(shown: Sequence[Part], view: CameraView) -> str | None:
    """Return the movement that a film clearly shows where the one named is not in it, if it can be measured so."""
    best = _best(shown)
    if best is None or best.fit < SURE_MIN or best.name not in PROTOCOLS:
        return None
    return None if settling.plane_reason(PROTOCOLS[best.name].headline, view) else best.name


def _not_seen(protocol: Protocol, take: Take, shown: Sequence[Part]) -> Warn:
    """Return that the clip does not show the named movement, what it shows instead, and what to do."""
    named, best = name_of(protocol.name), _best(shown)
    guide = f"Film {named.one} as its guide shows."
    if settling.plane_reason(protocol.headline, take.view):
        return Warn(code="movement_not_seen", text=f"From here we can't see {named.one}.", tip=guide)
    if one_leg := _one_leg_words(take):
        return Warn(code="movement_not_seen", text=f"{capital(one_leg)}.", tip=f"{BOTH_LEGS}.")
    text = f"We found no {named.noun} in the clip."
    if best is None or best.fit < SURE_MIN:
        return Warn(code="movement_not_seen", text=text, tip=guide)
    like = name_of(best.name)
    text = f"{text} It looks like {like.one}"
    if best.name in BY_SIGHT:
        return Warn(code="movement_not_seen", text=f"{text}, which dorsi doesn't measure.", tip=guide)
    tip = f"If so, measure it as {like.one}. If not, film {named.one} as its guide shows."
    return Warn(code="movement_not_seen", text=f"{text}.", tip=tip, options={"movement": best.name})


def other_leg(protocol: Protocol, asked: str, events: Sequence[Rep | Step]) -> Warn:
    """Return that the requested leg is not the one that moves.

    Parameters
    ----------
    events
        The events of both legs.
    """
    seen = " and ".join(side for side in SIDES if any(e.side == side for e in events))
    name = name_of(protocol.name)
    text = f"Only the {seen} leg was seen {'doing ' if name.counted else ''}{name.many}; you asked for the {asked} one."
    tip = f"If it was the {seen} leg, measure that one. If not, film the {asked} leg in a clip of its own."
    return Warn(code="side_not_seen", text=text, tip=tip, options={"side": seen})


def close(part: Part, as_rival: Sequence[Measurement]) -> Warn:
    """Return the question which of two similar movements it is, with the other one's results.

    Parameters
    ----------
    as_rival
        The clip measured as the other movement.
    """
    text = f"This was measured as {name_of(part.name).one}. Could it be {name_of(part.rival).one}?"
    numbers = [
        f"{m.side} {m.value:.0f} ± {m.bound:.0f}°"
        for m in as_rival[:2]
        if m.value is not None and m.bound is not None and m.unit == "deg"
    ]
    if numbers:
        text += f" Measured as that: {', '.join(numbers)}."
    return Warn(
        code="movement_close",
        text=text,
        tip=f"If so, measure it as {name_of(part.rival).one}.",
        options={"movement": part.rival},
    )


def _void(events: tuple[Rep | Step, ...]) -> Warn | None:
    """Return which repetitions were left out and why (R13), or None if all count."""
    void = [e for e in events if not e.valid]
    if not void:
        return None
    reasons = sorted({reason for e in void for reason in e.void})
    steps = isinstance(void[0], Step)
    noun = "step" if steps else "repetition"
    verb = "was" if len(void) == 1 else "were"
    text = f"{len(void)} of {plural(len(events), noun)} {verb} left out: {'; '.join(reasons)}."
    tips = dict.fromkeys(FILM_CLOSER if steps else VOID_TIPS.get(reason, FILM_GUIDE) for reason in reasons)
    return Warn(code="steps_void" if steps else "repetitions_void", text=text, tip=" ".join(tips))
