"""Write reports: draw the pictures into the folder, then lay the page out from it."""

from collections.abc import Sequence
from pathlib import Path

from dorsi import leftovers
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.report.clip.next_step import ON_THE_PAGE, Ways
from dorsi.report.clip.page import ShownClip
from dorsi.report.folder_page import Filed, report_page
from dorsi.report.pictures import REPORT_NAME, draw_pictures
from dorsi.report.render import render
from dorsi.schema.plan import Plan
from dorsi.schema.session import Assessment
from dorsi.types import Analysis


def write(
    analysis: Analysis,
    plan: Plan | None,
    folder: Path,
    *,
    overlay: bool = True,
    blur_faces: bool = False,
    detectable: DetectableChanges = PUBLISHED,
) -> None:
    """Write stills/, overlay.mp4 unless `overlay` is off, and report.html into an existing folder.

    The page holds stills and video itself and needs no other file. With `blur_faces` no one can be recognised by the
    face in either.

    Raises
    ------
    VideoError
        If the clip can no longer be read.
    """
    draw_pictures(analysis, folder, overlay=overlay, blur_faces=blur_faces)
    write_page(analysis, plan, folder, detectable=detectable)


def write_page(
    clip: ShownClip,
    plan: Plan | None,
    folder: Path,
    *,
    detectable: DetectableChanges = PUBLISHED,
    ways: Ways = ON_THE_PAGE,
) -> None:
    """Write report.html into a folder that holds its pictures: one file that needs no other."""
    page = report_page([Filed(clip=clip, folder=folder)], plan=plan, detectable=detectable, ways=ways)
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
    ways: Ways = ON_THE_PAGE,
) -> None:
    """Write one page for several clips of one person: both sides next to each other, then each clip behind its tab.

    Parameters
    ----------
    written
        The folder that `write` made for each clip, whose pictures are taken as they are. None draws all pictures here.
    blur_faces
        Whether to make faces unrecognisable in pictures that are drawn here.
    detectable
        From which change on a number counts as changed.
    ways
        Where the button for the next step leads.

    Raises
    ------
    VideoError
        If a clip can no longer be read.
    """
    with leftovers.workshop() as workshop:
        folders = written
        if folders is None:
            folders = [workshop / str(number) for number in range(len(analyses))]
            for analysis, folder in zip(analyses, folders, strict=True):
                folder.mkdir()
                draw_pictures(analysis, folder, blur_faces=blur_faces)
        clips = [Filed(clip=clip, folder=folder) for clip, folder in zip(analyses, folders, strict=True)]
        page = report_page(clips, plan=plan, differences=assessment.differences, detectable=detectable, ways=ways)
    path.write_text(render(page), encoding="utf-8")
