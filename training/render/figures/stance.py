"""What a key pose says: pelvis, trunk, head, legs and arms as numbers, and the way from one pose to the next.

Lengths in metres, angles in degrees. X is forward, Z up; `aside` is away from the middle, to the limb's own side, so
that both sides can share a pose. Of legs: `Planted` stands on something, `Free` hangs on the hip by joint angles,
`Kneeling` has its knee on something. Of arms: `Hanging` by angles against the trunk, `Reaching` with the wrist at a
point.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np

from dorsi.errors import DataError

Raw = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Turn:
    """A rotation: lean forward, then roll to the right, then yaw to the left."""

    lean: float = 0.0
    roll: float = 0.0
    yaw: float = 0.0


@dataclass(frozen=True)
class Pelvis:
    """Middle of the hips and how the pelvis is turned.

    over: a side whose leg carries the pelvis. Over a planted foot, `shank` (lean) and `knee` (flexion) say where its
    hip is, and x and z do not count; over a kneeling leg only z does not count, since the thigh's length gives it.
    y: to the left; without it the hip is straight above the foot that carries it.
    """

    x: float = 0.0
    y: float | None = None
    z: float = 0.9
    lean: float = 0.0
    roll: float = 0.0
    yaw: float = 0.0
    over: str = ""
    shank: float = 0.0
    knee: float = 0.0


@dataclass(frozen=True)
class Planted:
    """A foot on a surface at height z, its ankle over (x, aside) while it is flat.

    pitch: toes up +, about the ball or the heel; without `about` toes rise over the heel, and the heel over the ball.
    edge: onto the outer edge +. toes: bent up, besides what keeps them flat. knee_in: the knee points so far inside of
    the foot's direction. lifts: the heel rises as far as its leg needs.
    slides: it goes from place to place on the surface; others make a step of it.
    """

    x: float = 0.0
    aside: float = 0.10
    z: float = 0.0
    out: float = 7.0
    pitch: float = 0.0
    about: str = ""
    edge: float = 0.0
    toes: float = 0.0
    knee_in: float = 0.0
    lifts: bool = False
    slides: bool = False


@dataclass(frozen=True)
class Free:
    """A leg by its angles: thigh forward +, outward +, turned out +; knee bent +; ankle toes up +, sole inward +."""

    thigh: float = 0.0
    out: float = 0.0
    turn: float = 0.0
    knee: float = 0.0
    ankle: float = -10.0
    tilt: float = 0.0
    toes: float = 0.0


@dataclass(frozen=True)
class Kneeling:
    """A leg with its knee centre at (x, aside, z), its shank backward, `rise` degrees upward and `out` to its side."""

    x: float = 0.0
    aside: float = 0.10
    z: float = 0.045
    rise: float = 0.0
    out: float = 0.0
    ankle: float = -75.0
    toes: float = 0.0


@dataclass(frozen=True)
class Hanging:
    """An arm by its angles against the trunk: upper arm forward +, outward +; elbow bent +; forearm inward +."""

    swing: float = 2.0
    out: float = 12.0
    elbow: float = 14.0
    inward: float = 4.0


@dataclass(frozen=True)
class Reaching:
    """A wrist at (x, aside, z) from a point, or from the world's origin; the elbow and the palm point somewhere.

    of: `world`, a bone (world axes from its head), or `trunk` or `pelvis` (their own axes). palm, fingers: of up,
    down, forward, back, in, out, one or more, in the same axes; empty: as the forearm has them.
    """

    x: float = 0.0
    aside: float = 0.2
    z: float = 1.0
    of: str = "world"
    elbow_x: float = -0.5
    elbow_aside: float = 0.6
    elbow_z: float = -0.8
    fingers: str = ""
    palm: str = ""
    curl: float = 15.0


@dataclass(frozen=True)
class Toward:
    """A limb between two kinds of pose: a share of the way from one to the other."""

    first: Any
    second: Any
    share: float


Leg = Planted | Free | Kneeling | Toward
Arm = Hanging | Reaching | Toward
LEGS = {"planted": Planted, "free": Free, "kneeling": Kneeling}
ARMS = {"hanging": Hanging, "reaching": Reaching}


@dataclass(frozen=True)
class Stance:
    """One pose of the whole body; trunk against the pelvis, head against the trunk. `things`: where moved props are."""

    pelvis: Pelvis
    trunk: Turn
    head: Turn
    legs: dict[str, Leg]
    arms: dict[str, Arm]
    things: dict[str, tuple[float, ...]] = field(default_factory=dict)


def merged(first: Raw, second: Raw) -> dict[str, Any]:
    """Return a mapping with the values of a second one over it, level by level; a limb of another kind replaces."""
    out = dict(first)
    for key, value in second.items():
        before = out.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            same_kind = before.get("kind", "") == value.get("kind", before.get("kind", ""))
            out[key] = merged(before, value) if same_kind else value
        else:
            out[key] = value
    return out


def one_by_one(raw: Raw) -> dict[str, Any]:
    """Return a pose with `both` of legs and arms written out for each side."""
    out = dict(raw)
    for part in ("legs", "arms"):
        limbs = dict(out.get(part, {}))
        if "both" in limbs:
            shared = limbs.pop("both")
            limbs = {side: merged(shared, limbs.get(side, {})) for side in ("l", "r")}
        out[part] = limbs
    return out


def _build(kind: type[T], raw: Raw) -> T:
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    unknown = set(raw) - set(known)
    if unknown:
        raise DataError(f"{kind.__name__}: no {', '.join(sorted(unknown))}; there is {', '.join(known)}")
    numbers = {k: float(v) if isinstance(v, int) and not isinstance(v, bool) else v for k, v in raw.items()}
    return kind(**numbers)


def _limb(kinds: Mapping[str, type[Any]], raw: Raw) -> Any:  # noqa: ANN401 - one of the kinds
    values = dict(raw)
    name = values.pop("kind", next(iter(kinds)))
    if name not in kinds:
        raise DataError(f"no limb is {name}; they are {', '.join(kinds)}")
    return _build(kinds[name], values)


def read_stance(raw: Raw) -> Stance:
    """Return the pose of a mapping as the YAML has it."""
    raw = one_by_one(raw)
    return Stance(
        pelvis=_build(Pelvis, raw.get("pelvis", {})),
        trunk=_build(Turn, raw.get("trunk", {})),
        head=_build(Turn, raw.get("head", {})),
        legs={s: _limb(LEGS, raw["legs"].get(s, {})) for s in ("l", "r")},
        arms={s: _limb(ARMS, raw["arms"].get(s, {})) for s in ("l", "r")},
        things={k: tuple(float(x) for x in v) for k, v in raw.get("things", {}).items()},
    )


def between(first: Any, second: Any, share: float) -> Any:  # noqa: ANN401 - any part of a pose
    """Return what is a share of the way from one part of a pose to the same part of another."""
    if first == second:
        return first
    if isinstance(first, float) and isinstance(second, float):
        return first + share * (second - first)
    if isinstance(first, tuple):
        return tuple(between(a, b, share) for a, b in zip(first, second, strict=True))
    if isinstance(first, dict):
        return {k: between(first[k], second[k], share) for k in first}
    if is_dataclass(first) and not isinstance(first, type) and type(first) is type(second) and _alike(first, second):
        values = {f.name: between(getattr(first, f.name), getattr(second, f.name), share) for f in fields(first)}
        return replace(first, **values)
    if isinstance(first, (*LEGS.values(), *ARMS.values())):
        return Toward(first, second, share)
    raise DataError(f"there is no way from {first} to {second}")


def _alike(first: Any, second: Any) -> bool:  # noqa: ANN401 - dataclasses of one type
    """Return whether two parts differ in numbers only."""
    pairs = [(getattr(first, f.name), getattr(second, f.name)) for f in fields(first)]
    whole = isinstance(first, (Stance, Pelvis, Turn))
    if isinstance(first, Planted) and not first.slides and np.hypot(first.x - second.x, first.aside - second.aside) > 0:
        return False
    return whole or all(a == b or isinstance(a, float) for a, b in pairs)


assert all(f.default is not MISSING for kind in (*LEGS.values(), *ARMS.values()) for f in fields(kind))
