"""What to know about a recognised movement: what else it may be, what was left out of it and why."""

from collections.abc import Sequence
from typing import Final

from dorsi.protocols.parts import Part
from dorsi.protocols.protocol import Protocol
from dorsi.protocols.recognise import BY_SIGHT, SURE_MIN
from dorsi.schema.session import Measurement, Warn
from dorsi.types import Rep, Step

FILM_ONE: Final = "film one movement as its guide says (dorsi movements), or name it with --movement"


def unknown_reason(shown: Sequence[Part]) -> str:
    """Return why nothing was measured although a person was seen: what it looks like, or that it looks like nothing."""
    best = max(shown, key=lambda part: part.weight, default=None)
    if best is None:
        return f"no movement was recognised; {FILM_ONE}"
    if best.fit < SURE_MIN:
        return f"no movement was recognised for sure (nearest: {best.title.lower()}); {FILM_ONE}"
    if best.name not in BY_SIGHT:
        return f"no whole repetition was found of what this looks like, {best.title.lower()}; {FILM_ONE}"
    return f"this looks like {best.title.lower()}, which is not measured; {FILM_ONE}"


def of_movement(
    protocol: Protocol | None,
    part: Part | None,
    events: tuple[Rep | Step, ...],
    shown: Sequence[Part],
    slow: Warn | None,
) -> list[Warn]:
    """Return what speaks against the movement, its tempo or its repetitions, most important first."""
    first = _unknown(shown) if protocol is None else None if part else _not_seen(protocol, shown)
    return [warn for warn in (first, slow, _void(events)) if warn]


def _unknown(shown: Sequence[Part]) -> Warn:
    text = unknown_reason(shown).partition("; ")[0]
    tip = "Name the movement, or film it as the guide says: dorsi movements."
    return Warn(code="movement_unknown", text=text[:1].upper() + text[1:] + ".", tip=tip)


def _not_seen(protocol: Protocol, shown: Sequence[Part]) -> Warn:
    best = max(shown, key=lambda part: part.weight, default=None)
    also = f" What is seen looks like {best.title.lower()}." if best and best.fit >= SURE_MIN else ""
    text = f"No {protocol.title.lower()} was found in the clip.{also}"
    return Warn(code="movement_not_seen", text=text, tip="Leave the movement to dorsi, or film it as its guide says.")


def close(part: Part, as_rival: Sequence[Measurement]) -> Warn:
    """Return the question which of two movements that fit alike it is, with what the other one yields.

    Parameters
    ----------
    as_rival
        The film measured as the other movement.
    """
    text = f"This was measured as {part.title.lower()}; it could also be {part.rival_title.lower()}."
    numbers = [
        f"{m.side} {m.value:.0f} ± {m.bound:.0f} degrees"
        for m in as_rival[:2]
        if m.value is not None and m.bound is not None and m.unit == "deg"
    ]
    if numbers:
        text += f" Measured as that: {', '.join(numbers)}."
    return Warn(code="movement_close", text=text, tip=f"If it is, name it: --movement {part.rival}.")


def _void(events: tuple[Rep | Step, ...]) -> Warn | None:
    """Return which repetitions were left out and why (R13), or None if all count."""
    void = [e for e in events if not e.valid]
    if not void:
        return None
    reasons = "; ".join(sorted({reason for e in void for reason in e.void}))
    verb = "was" if len(void) == 1 else "were"
    if isinstance(void[0], Step):
        return Warn(
            code="steps_void",
            text=f"{len(void)} of {len(events)} steps {verb} left out: {reasons}.",
            tip="Film in good light, closer to the legs, with nothing in front of them.",
        )
    text = f"{len(void)} of {len(events)} repetitions {verb} left out: {reasons}."
    tip = "Keep the foot where it is and its heel on the floor; a strip of paper under the heel shows when it lifts."
    return Warn(code="repetitions_void", text=text, tip=tip)
