"""One person's landmarks with the lower legs seen by the foot network: the same type, more points, less doubt."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from dorsi.analysis.view import find_view
from dorsi.pose import cache
from dorsi.pose.backend import People
from dorsi.pose.foot_guide import find_guide, rows_to_look_at
from dorsi.pose.foot_network import POINTS, load_foot_network
from dorsi.pose.foot_tracking import Eye, FootTrack, follow
from dorsi.settings import Settings
from dorsi.types import SIDES, Array, Clip, Landmarks, Progress
from dorsi.video.ahead import ahead
from dorsi.video.decode import RawFrame, shown

FOOT_TRACKING_VERSION: Final = 2  #: raise it whenever the points of a clip change, so that cached ones are not taken
FOLLOWED_MIN_FRAC: Final = 0.8  #: of the person's frames: a leg that is followed in fewer stays the pose network's
MEDIAN_OF_TWO: Final = 1.177  #: standard deviations: median length of two normal errors at right angles
KEYS: Final = ("foot_model_sha256", "foot_tracking_version")
REPLAYED: Final = "replay"  #: pose_backend of landmarks from a file
END_ON: Final = ("front", "rear")  #: heel and ball lie one behind the other: the pose network's points stay
NEEDED: Final = ("knee", "ankle", "heel", "toe")  #: what the pose network must give to start from

Facts = dict[str, str | float | int | bool | None]


def refine(
    clip: Clip, landmarks: Landmarks, network: Eye, *, progress: Progress | None = None
) -> tuple[Landmarks, Facts]:
    """Return the landmarks with knee, ankle, heel and toe by the foot network and its further points added.

    Ball, heel_sole and ball_sole of each side are new; they are NaN where the foot network has lost the leg. There
    knee, ankle, heel and toe are the pose network's, moved by what both networks differ before and after, with a sigma
    that holds how much that varies over the clip. A leg that is lost for long stays the pose network's throughout, and
    so do both where the camera stands in front or behind. The facts say in which share of the frames each leg was
    followed, 0 for a leg that stayed.

    Parameters
    ----------
    clip
        The clip that the landmarks belong to: it is decoded a second time.
    landmarks
        One person, raw, a row for every frame.
    network
        The foot network.
    progress
        Told how many of the clip's seconds are done.
    """
    lacking = {f"{side}_{name}" for side in SIDES for name in NEEDED} - set(landmarks.names)
    if lacking or find_view(landmarks).kind in END_ON:
        return landmarks, {"foot_left_frac": 0.0, "foot_right_frac": 0.0}
    guide = find_guide(landmarks)
    looked = rows_to_look_at(guide)
    with closing(ahead(shown(clip, rows=looked))) as pictures:
        track = follow(_told(pictures, clip, progress), guide, network, looked=looked)
    return joined(landmarks, track)


def _told(pictures: Iterator[RawFrame], clip: Clip, progress: Progress | None) -> Iterator[RawFrame]:
    for picture in pictures:
        yield picture
        if progress is not None:
            progress(min(clip.duration_s, picture.time_s), clip.duration_s)


def joined(landmarks: Landmarks, track: FootTrack) -> tuple[Landmarks, Facts]:
    """Return the landmarks with the track's points in place of the pose network's, and how much each leg has."""
    added = tuple(f"{side}_{name}" for side in SIDES for name in POINTS if f"{side}_{name}" not in landmarks.names)
    out = _widened(landmarks, added)
    assert out.sigma_px is not None
    there = np.isfinite(landmarks.side("ankle")[..., 0])
    facts: Facts = {}
    for i, side in enumerate(SIDES):
        followed = track.followed[:, i]
        share = float(followed.sum() / max(1, there[:, i].sum()))
        taken = share >= FOLLOWED_MIN_FRAC
        facts[f"foot_{side}_frac"] = round(share, 4) if taken else 0.0
        if not taken:
            continue
        for k, name in enumerate(POINTS):
            column = out.names.index(f"{side}_{name}")
            xy, sigma = track.xy_px[:, i, k], track.sigma_px[:, i, k]
            known = np.isfinite(sigma)
            apart = xy - out.xy_px[:, column]
            out.sigma_px[:, column] = np.where(known, sigma, np.hypot(out.sigma_px[:, column], _spread_px(apart)))
            moved = out.xy_px[:, column] + _over_gaps(apart, out.time_s)
            out.xy_px[:, column] = np.where(known[:, None], xy, moved)
            out.score[:, column] = np.where(known, track.visible[:, i, k], out.score[:, column])
    return out, facts


def _over_gaps(apart_px: Array, time_s: Array) -> Array:
    """Return how far two networks' points are apart, (T, 2): as before and after where one is lost; 0 if unknown."""
    known = np.isfinite(apart_px).all(axis=-1)
    if not known.any():
        return np.zeros_like(apart_px)
    return np.stack([np.interp(time_s, time_s[known], axis[known]) for axis in apart_px.T], axis=-1)


def _spread_px(apart_px: Array) -> float:
    """Return by how much what two networks differ varies over a clip, standard deviation per axis; 0 if unknown."""
    known = apart_px[np.isfinite(apart_px).all(axis=-1)]
    if not len(known):
        return 0.0
    return float(np.median(np.linalg.norm(known - np.median(known, axis=0), axis=-1)) / MEDIAN_OF_TWO)


def _widened(landmarks: Landmarks, added: tuple[str, ...]) -> Landmarks:
    """Return a copy with room for more points."""
    rows, room = len(landmarks.time_s), ((0, 0), (0, len(added)))
    old = np.full((rows, len(landmarks.names)), np.nan) if landmarks.sigma_px is None else landmarks.sigma_px
    world = landmarks.world_m
    return replace(
        landmarks,
        xy_px=np.pad(landmarks.xy_px, (*room, (0, 0)), constant_values=np.nan),
        score=np.pad(landmarks.score, room, constant_values=np.nan),
        sigma_px=np.pad(old, room, constant_values=np.nan),
        world_m=None if world is None else np.pad(world, (*room, (0, 0)), constant_values=np.nan),
        names=(*landmarks.names, *added),
    )


def with_foot(
    clip: Clip,
    landmarks: Landmarks,
    settings: Settings,
    *,
    made_by: Facts,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Landmarks, Facts]:
    """Return the subject's landmarks as the settings want them, from the cache where they are kept, and where from.

    Landmarks of a file stay as they are: they may already have the foot network's points. Landmarks of no person stay
    as they are, too.

    Parameters
    ----------
    made_by
        Provenance of the landmarks, as the pose backend gave it.

    Raises
    ------
    ModelError, VideoError
        If the foot network is not the shipped one, or the clip is damaged.
    """
    if made_by.get("pose_backend") == REPLAYED:
        return landmarks, {"foot_model": "as in the file"} if "left_ball" in landmarks.names else {}
    if settings.foot_model == "off" or not np.isfinite(landmarks.xy_px).any():
        return landmarks, {}
    network = load_foot_network()
    known: Facts = {
        "foot_model": network.name,
        "foot_model_sha256": network.sha256,
        "foot_tracking_version": FOOT_TRACKING_VERSION,
        "foot_points": ", ".join(POINTS),
    }
    path = cache.entry_path(cache_dir or cache.default_folder(), clip, foot_key(made_by | known, settings.pick_text))
    kept = cache.load(path)
    if kept is not None:
        if progress is not None:
            progress(clip.duration_s, clip.duration_s)
        return kept.persons[0], kept.provenance
    refined, shares = refine(clip, landmarks, network, progress=progress)
    people = People(persons=(refined,), time_s=refined.time_s, size_px=refined.size_px, provenance=known | shares)
    cache.save(path, people)
    return refined, people.provenance


def foot_key(provenance: Facts, pick: str | None) -> str:
    """Return what refined landmarks depend on besides the clip: both networks, and which of the people was chosen."""
    models = {name: value for name, value in provenance.items() if name in KEYS or name.startswith("pose_")}
    return json.dumps(["foot", models, pick], sort_keys=True)
