"""From landmarks to numbers: the pure part of an analysis, the same for a video and for landmarks from elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dorsi.analysis import given
from dorsi.analysis.level import CameraLevel, Cue
from dorsi.analysis.uncertainty import ROLL_GIVEN_SD_DEG
from dorsi.errors import OptionError, check_kind, check_option
from dorsi.protocols import PROTOCOLS, Protocol, doubts, parts, tempo
from dorsi.protocols.measured import ClipContext, Measured, measured
from dorsi.protocols.parts import Part, PersonFilm
from dorsi.protocols.recognise import SURE_MIN
from dorsi.synth.phone import PhoneClip
from dorsi.synth.treadmill import Run
from dorsi.types import SIDES, Landmarks, Size
from dorsi.vocabulary import SideName

NOTHING_KNOWN: Final = Size()
#: Of the weight of what the film shows most, where that can't be measured: what explains less is not what was filmed.
LEAST_SHARE, LEAST_VOID_SHARE = 0.25, 0.5  #: with an event that counts, and without any
MOST_TURNED_DEG: Final = 90.0  #: a roll beyond is a picture on its head, a yaw beyond the other side of the body


def measure(  # noqa: PLR0913 - each is one thing that is known of the clip
    raw: Landmarks | Run | PhoneClip,
    *,
    movement: str = "auto",
    side: str = "auto",
    roll_deg: float | None = None,
    roll_sd_deg: float = ROLL_GIVEN_SD_DEG,
    level_cues: Sequence[Cue] = (),
    yaw_deg: float | None = None,
    near_side: SideName | None = None,
    facing: SideName | None = None,
    size: Size = NOTHING_KNOWN,
    slow_motion_undone: bool = False,
    cuts_s: Sequence[float] = (),
) -> Measured:
    """Return angles, events and measurements of one person's landmarks, without a video or pose network.

    Parameters
    ----------
    raw
        One person over one clip, unsmoothed; of a made clip from `synth`, its landmarks are taken.
    movement
        The name of a protocol, such as "lunge", or "auto" to recognise which.
    side
        "left", "right", or "auto" for every side that can be measured.
    roll_deg, roll_sd_deg
        Known camera tilt, clockwise +, and its standard deviation; None reads it from the body and `level_cues`.
    level_cues
        Other sources of the tilt, such as edges of the scene; a cue named like one of the body replaces it.
    yaw_deg
        Camera's turn from side-on, + towards the chest, where it is known; None reads it from `raw.world_m`. Landmarks
        without depth show no turn: then, without this, the view is unclear and there are no side-view numbers.
    near_side, facing
        The leg nearer to the camera, or the side of the picture that the person faced, where it is known: one follows
        from the other. Needed for landmarks in metres of another tool, which may have been turned round; None for
        what is as filmed. The landmarks that come back are as filmed.
    size
        Known real lengths, such as the person's stature, for centimetres.
    slow_motion_undone
        Whether slow motion was already undone in `raw.time_s`.
    cuts_s
        Times of new scenes; cuts that move the whole body are found without.

    Returns
    -------
    Measured
        The movement that explains most of the body's motion; further ones are in its `also`.

    Raises
    ------
    OptionError
        If the movement or a side is unknown, an angle is beyond 90 degrees, or near side and facing contradict each
        other.
    DataError
        If there are fewer than two frames, or points of the legs have no column.

    Examples
    --------
    >>> from dorsi import synth
    >>> found = measure(synth.lunge(peak_deg=40.0))
    >>> headline = found.measurements[0]
    >>> headline.name, headline.side, round(headline.value, 1), headline.unit
    ('peak_shank_inclination_deg', 'left', 40.0, 'deg')
    >>> found.signals.shank_inclination_deg.shape[1]
    2
    """
    raw = raw.landmarks if isinstance(raw, Run | PhoneClip) else raw
    check_kind("measure", raw, Landmarks, wanted="landmarks (from read_landmarks or synth)")
    check_option("movement", movement, ("auto", *PROTOCOLS))
    check_option("side", side, ("auto", *SIDES))
    _check_angle("roll_deg", roll_deg)
    _check_angle("yaw_deg", yaw_deg)
    for name, value in (("near_side", near_side), ("facing", facing)):
        check_option(name, value or SIDES[0], SIDES)
    raw = given.as_filmed(given.checked(raw), near_side=near_side, facing=facing)
    context = ClipContext(side=side, size=size, slow_motion_undone=slow_motion_undone, side_known=raw.as_filmed)
    known = None if roll_deg is None else CameraLevel(roll_deg=roll_deg, sd_deg=roll_sd_deg)
    film = parts.find_film(raw, cuts_s=cuts_s, given=known, level_cues=level_cues, known_yaw_deg=yaw_deg)
    found = _named(film, PROTOCOLS[movement], context) if movement in PROTOCOLS else _recognised(film, context)
    seen = [round(float(when), 4) for when in cuts_s]
    main, *others = (replace(m, quality=m.quality.model_copy(update={"cuts_s": seen})) for m in found)
    return replace(main, also=tuple(others))


def _check_angle(name: str, value: float | None) -> None:
    if value is not None and not abs(value) <= MOST_TURNED_DEG:
        raise OptionError(f"{name}: {value:g} is not a camera angle; give degrees from -90 to 90")


def _named(film: PersonFilm, protocol: Protocol, context: ClipContext) -> list[Measured]:
    """Return the movement that the user named, once for each view of it."""
    shown = parts.claimed_parts(film, protocol)
    by_itself = parts.find_parts(film, list(PROTOCOLS.values()))
    if not shown:
        return [measured(film, None, protocol, context, by_itself, seen=False)]
    every = [*shown, *_lying(by_itself)]
    first, *others = [measured(film, part, protocol, context, every, also=shown) for part in shown]
    if not first.events:
        first = _told_of_other_leg(first, film, shown[0], protocol, context) or first
    return [first, *(m for m in others if any(e.valid for e in m.events))]


def _told_of_other_leg(
    main: Measured, film: PersonFilm, part: Part, protocol: Protocol, context: ClipContext
) -> Measured | None:
    """Return the results of a leg that does not move, with the note that the other one does; None if neither does."""
    if context.side == "auto":
        return None
    both = measured(film, part, protocol, replace(context, side="auto"), [part])
    if not both.events:
        return None
    warnings = [doubts.other_leg(protocol, context.side, both.events), *main.quality.warnings]
    return replace(main, quality=main.quality.model_copy(update={"warnings": warnings}))


def _lying(shown: list[Part]) -> list[Part]:
    return [part for part in shown if part.name == "lying"]


def _recognised(film: PersonFilm, context: ClipContext) -> list[Measured]:
    """Return the movements of the clip, the main one first, without those that have no event.

    A movement with lost legs is also skipped if another one can be followed.
    """
    shown = parts.find_parts(film, list(PROTOCOLS.values()))
    refused: list[Measured] = []
    for part in shown:
        if part.name not in PROTOCOLS or part.fit < SURE_MIN:
            break
        further = parts.further_parts(shown, part, set(PROTOCOLS), film.count)
        tried = [measured(film, one, PROTOCOLS[one.name], context, shown, also=[part, *further]) for one in further]
        more = [(one, found) for one, found in zip(further, tried, strict=True) if any(e.valid for e in found.events)]
        also = [part, *(one for one, _ in more)]  # skipped movements are reported as left out
        main = measured(film, part, PROTOCOLS[part.name], context, shown, also=also)
        if main.refused:
            # What was recognised by legs that cannot be followed was not recognised.
            refused.append(main if main.legs_followed else measured(film, part, None, context, shown))
            continue
        explains = part.weight / shown[0].weight
        if main.events and explains >= (LEAST_SHARE if any(e.valid for e in main.events) else LEAST_VOID_SHARE):
            apart = [found for _, found in more if not _during(found, main)]
            return _one_tempo([_asking(main, film, part, context), *apart])
        told = _told_of_other_leg(main, film, part, PROTOCOLS[part.name], context)
        if told:
            return [told]
    return refused[:1] or [measured(film, None, None, context, shown)]


def _during(one: Measured, main: Measured) -> bool:
    """Return whether all that counts of one movement lies between the first and the last event of another one."""
    first, last = min(e.first_s for e in main.events), max(e.last_s for e in main.events)
    return all(first <= e.first_s and e.last_s <= last for e in one.events if e.valid)


def _one_tempo(found: list[Measured]) -> list[Measured]:
    """Return the movements of one clip, none with times where one of them shows that the clip may be slow motion."""
    if not any(m.reason == tempo.TIMES_REASON for one in found for m in one.measurements):
        return found
    return [replace(one, measurements=tempo.without_times(one.measurements)) for one in found]


def _asking(main: Measured, film: PersonFilm, part: Part, context: ClipContext) -> Measured:
    """Return the results, with a question if another movement fits nearly as well."""
    if not part.close:
        return main
    as_rival = [m for found in _named(film, PROTOCOLS[part.rival], context) for m in found.measurements]
    warnings = [doubts.close(part, as_rival), *main.quality.warnings]
    return replace(main, quality=main.quality.model_copy(update={"warnings": warnings}))
