"""Figures as the YAML has them, and their poses over time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dorsi.errors import DataError
from training.render.clips.curves import ease
from training.render.figures.stance import Stance, between, merged, one_by_one, read_stance

POSES = Path(__file__).parent / "poses"
#: Pictures a second while the figure moves; what is held is one picture.
FPS = 12
#: Fewer would be seen as jerks: a step of a deep squat is 15 mm.
STEPS = 20
LEVELS = range(1, 5)


@dataclass(frozen=True)
class Key:
    """A pose, how long the way to it takes, and how long it is held; seconds."""

    stance: Stance
    go_s: float
    hold_s: float


@dataclass(frozen=True)
class Figure:
    """The moving picture of some levels of an exercise."""

    exercise: str
    levels: tuple[int, ...]
    alt: str
    keys: tuple[Key, ...]
    props: dict[str, Any]
    camera: dict[str, Any]
    marks: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name of its files: the exercise and its lowest level."""
        return f"{self.exercise}_L{self.levels[0]}"


@dataclass(frozen=True)
class Frame:
    """Which keys a pose is between and how many steps from the first, and how long it is shown."""

    place: tuple[int, int, int]
    long_ms: int


def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _entries() -> dict[str, dict[str, Any]]:
    """Return all figures by name, as written."""
    entries = {}
    for path in sorted(POSES.glob("*.yaml")):
        if path.name not in {"bases.yaml", "faults.yaml"}:
            for exercise, figures in _read(path).items():
                for raw in figures:
                    entries[f"{exercise}_L{min(raw['levels'])}"] = {"exercise": exercise, **raw}
    return entries


def _whole(name: str, entries: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a figure with what it takes over from another."""
    raw = entries[name]
    if "like" not in raw:
        return raw
    if raw["like"] not in entries:
        raise DataError(f"{name}: there is no figure {raw['like']}")
    before = _whole(raw["like"], entries)
    pose = merged(one_by_one(before.get("pose", {})), one_by_one(raw.get("pose", {})))
    return {**before, **raw, "pose": pose}


def _poses(raw: dict[str, Any], bases: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the whole pose of each key, as written."""
    pose = merged(one_by_one(bases[raw["base"]]), one_by_one(raw.get("pose", {})))
    own = ({k: v for k, v in each.items() if k not in ("go", "hold")} for each in raw["keys"])
    return [merged(pose, one_by_one(one)) for one in own]


def raw_key(name: str, number: int) -> dict[str, Any]:
    """Return the whole pose of one key of a figure, as written."""
    return _poses(_whole(name, _entries()), _read(POSES / "bases.yaml"))[number]


def _figure(raw: dict[str, Any], bases: dict[str, Any]) -> Figure:
    keys = [
        Key(read_stance(pose), float(each["go"]), float(each.get("hold", 0.0)))
        for pose, each in zip(_poses(raw, bases), raw["keys"], strict=True)
    ]
    marks = tuple(raw.get("marks", ()))
    return Figure(
        raw["exercise"], tuple(raw["levels"]), raw["alt"], tuple(keys), raw.get("props", {}), raw["camera"], marks
    )


@cache
def figures() -> dict[str, Figure]:
    """Return every figure by its name."""
    bases, entries = _read(POSES / "bases.yaml"), _entries()
    found = {}
    for name in entries:
        try:
            found[name] = _figure(_whole(name, entries), bases)
        except (DataError, KeyError, TypeError, AttributeError) as error:
            raise DataError(f"{name}: {error}") from error
    return found


def stance_at(figure: Figure, index: int, share: float) -> Stance:
    """Return the pose a share of the way from the key before `index` to that key; it eases in and out."""
    first, second = figure.keys[index - 1].stance, figure.keys[index].stance
    return between(first, second, float(ease(share)))  # type: ignore[no-any-return] # a stance, as both are


def frames(figure: Figure) -> Iterator[Frame]:
    """Yield the poses of one loop: each key while it is held, then the way to the next; the last leads to the first.

    The way is cut into `STEPS`, so that the way back shows the pictures of the way there.
    """
    step_ms = round(1000 / FPS)
    stances = [key.stance for key in figure.keys]
    alike = [stances.index(s) for s in stances]
    for i, key in enumerate(figure.keys):
        yield Frame((alike[i], alike[i], 0), max(step_ms, round(1000 * key.hold_s)))
        following = (i + 1) % len(figure.keys)
        a, b = alike[i], alike[following]
        steps = max(1, round(figure.keys[following].go_s * FPS))
        for k in range(1, steps):
            share = round(float(ease(k / steps)) * STEPS)
            place = (a, b, share) if a <= b else (b, a, STEPS - share)
            yield Frame(place, step_ms)


def stance_of(figure: Figure, frame: Frame) -> Stance:
    """Return the pose of a frame."""
    a, b, steps = frame.place
    first, second = figure.keys[a].stance, figure.keys[b].stance
    return between(first, second, steps / STEPS)  # type: ignore[no-any-return] # a stance, as both are
