"""Write reports: decode once, draw, encode, lay out."""

import base64
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.report.canvas import Image
from dorsi.report.faces import without_faces
from dorsi.report.keyframes import Moment, Still, collect_stills, key_moments
from dorsi.report.overlay import Scene, drawn_frames, fitted_size, scene_of
from dorsi.report.page import Card, ClipView, Norms, clip_view
from dorsi.report.plan_view import plan_view
from dorsi.report.render import Page, common_title, render
from dorsi.schema.plan import Plan
from dorsi.schema.session import Assessment
from dorsi.types import Analysis
from dorsi.video.decode import Frame, frames
from dorsi.video.encode import write_h264

OVERLAY_NAME = "overlay.mp4"
REPORT_NAME = "report.html"
ADULT_FROM_YEARS = 18  # R02


def write(
    analysis: Analysis,
    plan: Plan | None,
    folder: Path,
    *,
    overlay: bool = True,
    blur_faces: bool = False,
    detectable: DetectableChanges = PUBLISHED,
) -> None:
    """Write report.html, and overlay.mp4 unless `overlay` is off, into an existing folder.

    The report holds stills and video itself and needs no other file. With `blur_faces` nobody can be recognised by the
    face in either.

    Raises
    ------
    VideoError
        If the clip can no longer be read.
    """
    video = folder / OVERLAY_NAME if overlay else None
    view = _illustrated(analysis, video, anchor="clip", norms=norms_of(plan, detectable), blur_faces=blur_faces)
    page = Page(
        title=view.title,
        person=analysis.session.person,
        clips=(view,),
        cards=view.cards,
        differences=(),
        plan=None if plan is None else plan_view(plan),
        faces_covered=blur_faces,
    )
    (folder / REPORT_NAME).write_text(render(page), encoding="utf-8")


def write_joint(
    analyses: Sequence[Analysis],
    assessment: Assessment,
    plan: Plan | None,
    path: Path,
    *,
    written: Sequence[Path] | None = None,
    blur_faces: bool = False,
    detectable: DetectableChanges = PUBLISHED,
) -> None:
    """Write one page for several clips of one person: both sides next to each other, then each clip with its video.

    Parameters
    ----------
    written
        The folder that `write` made for each clip: its overlay video is taken over, and a clip without one stays
        without. None draws every video here.
    blur_faces
        Whether to make faces unrecognisable; videos that are taken over must have been written so.
    detectable
        From which change on a number counts as changed.

    Raises
    ------
    VideoError
        If a clip can no longer be read.
    """
    with TemporaryDirectory(prefix="dorsi-") as workshop:
        videos = [Path(workshop) / f"{number}.mp4" for number in range(len(analyses))]
        if written is not None:
            videos = [folder / OVERLAY_NAME for folder in written]
        views = tuple(
            _illustrated(
                analysis,
                video if written is None or video.is_file() else None,
                anchor=f"clip{number}",
                norms=norms_of(plan, detectable),
                blur_faces=blur_faces,
            )
            for number, analysis, video in zip(count(1), analyses, videos, strict=False)
        )
    page = Page(
        title=common_title(views),
        person=assessment.person,
        clips=views,
        cards=joint_cards(views),
        differences=tuple(assessment.differences),
        plan=None if plan is None else plan_view(plan),
        faces_covered=blur_faces,
    )
    path.write_text(render(page), encoding="utf-8")


def norms_of(plan: Plan | None, detectable: DetectableChanges = PUBLISHED) -> Norms:
    """Return what goes with a programme: its own limits of bands, or none where it was refused for age."""
    if plan is None:
        return Norms(detectable=detectable)
    return Norms(
        detectable=detectable,
        banded=plan.age_years >= ADULT_FROM_YEARS and (plan.stop is None or plan.stop.level != "adults_only"),
        limits={(band.side, band.scale): band.limits for band in plan.bands if band.scale and band.limits},
    )


def joint_cards(views: Sequence[ClipView]) -> tuple[Card, ...]:
    """Return the headline cards of all clips, left before right; "not measured" only where no clip measured it."""
    every = [(view.movement, card) for view in views for card in view.cards]
    measured = {(movement, card.label, card.side) for movement, card in every if not card.reason}
    kept: dict[tuple[str, str, str, str], Card] = {}
    for movement, card in every:
        key = (movement, card.label, card.side)
        if not card.reason:
            kept[*key, card.clip_name] = card
        elif key not in measured:
            kept.setdefault((*key, ""), card)
    order = {"both": 0, "left": 1, "right": 2}
    return tuple(sorted(kept.values(), key=lambda card: (bool(card.reason), card.label, order[card.side])))


def _illustrated(analysis: Analysis, video: Path | None, *, anchor: str, norms: Norms, blur_faces: bool) -> ClipView:
    """Return the view of a clip with its stills and, if a path is given, the overlay video that is or comes there."""
    scene = scene_of(analysis)
    stills: dict[Moment, Still] = {}
    shown = without_faces(analysis, _decoded(analysis)) if blur_faces else _decoded(analysis)
    passing = collect_stills(scene, shown, stills)
    size = fitted_size(analysis.clip.size_px)
    uri = ""
    if video is None or video.is_file():
        _collect_only(scene, passing, stills)
    else:
        write_h264(video, drawn_frames(scene, passing), size_px=size)
    if video is not None:
        uri = "data:video/mp4;base64," + base64.b64encode(video.read_bytes()).decode("ascii")
    return clip_view(
        analysis,
        anchor=anchor,
        stills=[stills[moment] for moment in key_moments(scene) if moment in stills],
        video_uri=uri,
        video_size_px=size,
        norms=norms,
    )


def _decoded(analysis: Analysis) -> Iterator[Frame]:
    return frames(analysis.clip)


def _collect_only(scene: Scene, passing: Iterator[tuple[float, Image]], stills: dict[Moment, Still]) -> None:
    """Run through the frames until every still is taken."""
    wanted = len(key_moments(scene))
    if wanted == 0:
        return
    for _ in passing:
        if len(stills) == wanted:
            return
