"""Nobody can be recognised by the face: pixels of real frames, heads lost by the tracker, and several people."""

import base64
from dataclasses import replace
from pathlib import Path

import cv2
import drawn
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi import report, video
from dorsi.report.drawing.faces import FACE, Head, cell_of, head_box, head_of, head_regions, without_faces
from dorsi.report.drawing.keyframes import jpeg, key_moments, still
from dorsi.report.drawing.overlay import scene_of
from dorsi.types import Landmarks
from dorsi.video.encode import write_h264

SAMPLES = Path(__file__).parents[2] / "sample_videos"
LUNGE, RUN = SAMPLES / "lunge_left.mp4", SAMPLES / "run_side.mp4"
#: Features of a face (an eye, the mouth) are finer than a sixth of the head: what is left of them is told as a share of
#: what was there, at the alignment that finds most. 1 is an untouched picture.
MOST_DETAIL_LEFT = 0.05
MOST_ENERGY_LEFT = 0.02
GAPS = [(0.0, 0.5), (1.0, 1.5), (2.0, 2.5), (2.9, 3.4), (0.6, 3.4), (3.0, 9.0), (0.0, 2.0)]


def head_px(person, index):
    """Return left, top, right, bottom of the head itself in one frame, and its height, from the points of the face."""
    points = np.stack([person.point(name)[index] for name in FACE])
    shoulders, hips = (person.side(name)[index].mean(axis=0) for name in ("shoulder", "hip"))
    height = 0.45 * float(np.linalg.norm(shoulders - hips))
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return (*(middle - height / 2), *(middle + height / 2)), height


def cut(rgb, box, spare=0.0):
    left, top, right, bottom = (round(v) for v in box)
    left, top, right, bottom = left - round(spare), top - round(spare), right + round(spare), bottom + round(spare)
    return rgb[max(top, 0) : bottom, max(left, 0) : right].mean(axis=-1).astype(np.float32)


def detail(grey, height):
    """Return what is finer than about a sixth of a head."""
    return grey - cv2.GaussianBlur(grey, (0, 0), height / 12)


def detail_left(before, after, box, height):
    """Return the share of the head's fine detail that is still there, at the best alignment."""
    was = detail(cut(before, box), height)
    found = cv2.matchTemplate(detail(cut(after, box, spare=height / 6), height), was, cv2.TM_CCORR)
    return float(found.max() / (was**2).sum())


def energy_left(before, after, box, height):
    return float((detail(cut(after, box), height) ** 2).sum() / (detail(cut(before, box), height) ** 2).sum())


def without_sight(person, start_s, end_s):
    """Return the person as a tracker gives it that finds nothing for a while."""
    lost = (person.time_s >= start_s) & (person.time_s < end_s)
    assert lost.any()
    return replace(person, xy_px=np.where(lost[:, None, None], np.nan, person.xy_px))


def inside(box, regions):
    left, top, right, bottom = box
    return any(r[0] <= left and r[1] <= top and r[2] >= right and r[3] >= bottom for r in regions)


def shown_and_hidden(analysis, every=9):
    kept = [(index, frame) for index, frame in enumerate(video.decode.frames(analysis.clip)) if index % every == 0]
    hidden = without_faces(analysis, (frame for _, frame in kept))
    for (index, before), (_, after) in zip(kept, hidden, strict=True):
        yield index, before.rgb, after


pytestmark = pytest.mark.models


@pytest.mark.parametrize("clip", [LUNGE, RUN], ids=lambda path: path.stem)
def test_no_detail_is_left_of_a_face(clip, analysed):
    analysis = analysed(clip)
    for index, before, after in shown_and_hidden(analysis):
        box, height = head_px(analysis.raw, index)
        assert detail_left(before, after, box, height) < MOST_DETAIL_LEFT
        assert energy_left(before, after, box, height) < MOST_ENERGY_LEFT


def test_an_untouched_picture_would_be_noticed(analysed):
    analysis = analysed(LUNGE)
    _, before, _ = next(shown_and_hidden(analysis))
    box, height = head_px(analysis.raw, 0)
    assert detail_left(before, before, box, height) > 0.99
    assert energy_left(before, before, box, height) == 1.0


@pytest.mark.parametrize("clip", [LUNGE, RUN], ids=lambda path: path.stem)
def test_a_head_is_less_than_four_cells_high(clip, analysed):
    person = analysed(clip).raw
    cell_px = cell_of([head_of(person)])
    assert all(head_px(person, index)[1] / cell_px < 4 for index in range(len(person.time_s)))


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: f"{gap[0]} to {gap[1]} s")
@pytest.mark.parametrize("clip", [LUNGE, RUN], ids=lambda path: path.stem)
def test_a_head_that_the_tracker_loses_is_still_covered(clip, gap, analysed):
    analysis = analysed(clip)
    head = head_of(without_sight(analysis.raw, *gap))
    for index, time_s in enumerate(analysis.raw.time_s):
        box, _ = head_px(analysis.raw, index)
        assert inside(box, head_regions(head, time_s, analysis.clip.size_px))


def test_no_detail_is_left_of_a_lost_face(analysed):
    analysis = analysed(LUNGE)
    lost = replace(analysis, raw=without_sight(analysis.raw, 1.0, 1.5))
    left = [
        detail_left(before, after, *head_px(analysis.raw, i))
        for i, before, after in shown_and_hidden(lost, every=3)
        if 1.0 <= analysis.raw.time_s[i] < 1.5
    ]
    assert len(left) > 3
    assert max(left) < MOST_DETAIL_LEFT


def test_a_wrong_head_for_two_frames_does_not_uncover_the_true_one(analysed):
    analysis = analysed(LUNGE)
    xy = analysis.raw.xy_px.copy()
    xy[40:42, :11] += [300.0, 700.0]
    head = head_of(replace(analysis.raw, xy_px=xy))
    for index in (40, 41):
        box, _ = head_px(analysis.raw, index)
        assert inside(box, head_regions(head, analysis.raw.time_s[index], analysis.clip.size_px))


def test_a_head_of_which_only_the_trunk_is_seen_is_covered(analysed):
    analysis = analysed(LUNGE)
    head = head_of(replace(analysis.raw, xy_px=np.where(np.arange(33)[:, None] < 11, np.nan, analysis.raw.xy_px)))
    for index, time_s in enumerate(analysis.raw.time_s):
        box, _ = head_px(analysis.raw, index)
        assert inside(box, head_regions(head, time_s, analysis.clip.size_px))


@pytest.fixture(scope="module")
def side_by_side(analysed, tmp_path_factory):
    """Film two people at once: frames of two clips next to each other, half size; and where each person is in it."""
    one, two = analysed(LUNGE), analysed(RUN)
    path = tmp_path_factory.mktemp("two") / "two.mp4"
    pairs = zip(video.decode.frames(one.clip), video.decode.frames(two.clip), strict=False)
    pictures = [
        (a.time_s, np.hstack([cv2.resize(f.rgb, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for f in (a, b)]))
        for _, (a, b) in zip(range(45), pairs, strict=False)
    ]
    write_h264(path, pictures, size_px=(1080, 960))
    truth = [replace(a.raw, xy_px=a.raw.xy_px / 2 + [shift, 0]) for a, shift in ((one, 0), (two, 540))]
    return analysed(path), truth


def test_the_other_person_is_known_to_the_analysis(side_by_side):
    analysis, _ = side_by_side
    assert (analysis.session.quality.people, len(analysis.others)) == (2, 1)


@pytest.mark.parametrize("which", [0, 1], ids=["lunge", "run"])
def test_no_detail_is_left_of_either_of_two_faces(which, side_by_side):
    analysis, truth = side_by_side
    left = [
        detail_left(before, after, *head_px(truth[which], i))
        for i, before, after in shown_and_hidden(analysis, every=5)
    ]
    assert max(left) < MOST_DETAIL_LEFT


def test_the_legs_that_are_measured_stay_as_they_are(side_by_side):
    analysis, _ = side_by_side
    for index, before, after in shown_and_hidden(analysis, every=5):
        for name in ("left_knee", "left_ankle", "left_toe", "left_hip"):
            x, y = np.round(analysis.raw.point(name)[index]).astype(int)
            patch = np.s_[y - 15 : y + 16, x - 15 : x + 16]
            assert np.array_equal(before[patch], after[patch])


@pytest.mark.parametrize("which", [0, 1], ids=["lunge", "run"])
def test_no_detail_is_left_of_a_bystander_whom_no_tracker_found(which, side_by_side):
    analysis, truth = side_by_side
    persons = sorted((analysis.raw, *analysis.others), key=lambda person: np.nanmedian(person.xy_px[..., 0]))
    alone = analysis.session.model_copy(update={"quality": analysis.session.quality.model_copy(update={"people": 1})})
    unseen = replace(analysis, session=alone, raw=persons[1 - which], others=())
    left = [detail_left(before, after, *head_px(truth[which], i)) for i, before, after in shown_and_hidden(unseen, 5)]
    assert max(left) < MOST_DETAIL_LEFT


def test_where_landmarks_of_somebody_are_missing_the_whole_picture_is_covered(side_by_side):
    analysis = replace(side_by_side[0], others=())
    _, before, after = next(shown_and_hidden(analysis))
    assert energy_left(before, after, (0, 0, *analysis.clip.size_px), 80) < MOST_ENERGY_LEFT


def test_where_no_head_is_ever_seen_the_whole_picture_is_covered(lunge):
    assert head_of(lunge.raw) is None
    _, before, after = next(shown_and_hidden(lunge))
    assert energy_left(before, after, (0, 0, *lunge.clip.size_px), 40) < MOST_ENERGY_LEFT


def test_the_overlay_video_is_drawn_on_covered_frames(analysed, tmp_path):
    analysis = analysed(LUNGE)
    report.write(analysis, None, tmp_path, blur_faces=True)
    scale = 720 / 1920
    written = video.decode.frames(video.probe(tmp_path / "overlay.mp4"))
    left = []
    for index, (after, before) in enumerate(zip(written, video.decode.frames(analysis.clip), strict=True)):
        if index % 9 == 0:
            box, height = head_px(analysis.raw, index)
            small = cv2.resize(before.rgb, after.rgb.shape[1::-1], interpolation=cv2.INTER_AREA)
            left.append(detail_left(small, after.rgb, tuple(v * scale for v in box), height * scale))
    assert max(left) < MOST_DETAIL_LEFT


def test_every_still_is_drawn_on_a_covered_frame(lunge, tmp_path):
    report.write(lunge, None, tmp_path, overlay=False, blur_faces=True)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    covered = covered_stills(lunge)
    assert covered
    assert all(one in page for one in covered)
    assert page.count("data:image/jpeg") == len(covered)


def test_stills_of_a_joint_page_are_drawn_on_covered_frames(lunge, tmp_path):
    path = tmp_path / "joint.html"
    report.write_joint([lunge], drawn.assessment_of([lunge]), None, path, blur_faces=True)
    assert all(one in path.read_text(encoding="utf-8") for one in covered_stills(lunge))


def covered_stills(analysis):
    """Return the key frames of a clip as a page holds them, each drawn on a covered frame."""
    hidden = [rgb for _, rgb in without_faces(analysis, video.decode.frames(analysis.clip))]
    scene = scene_of(analysis)
    pictures = [jpeg(still(scene, moment, hidden[moment.index])) for moment in key_moments(scene)]
    return [base64.b64encode(one).decode() for one in pictures]


@pytest.mark.parametrize("blur_faces", [True, False])
def test_folder_and_page_say_whether_faces_are_covered(lunge, tmp_path, blur_faces):
    report.write(lunge, None, tmp_path, overlay=False, blur_faces=blur_faces)
    assert report.faces_are_covered(tmp_path) is blur_faces
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert ("Faces are made unrecognisable" in page) is blur_faces


def test_a_joint_page_says_so_only_where_every_clip_is_covered(lunge, tmp_path):
    folders = [tmp_path / name for name in ("covered", "open")]
    for folder, blur_faces in zip(folders, (True, False), strict=True):
        folder.mkdir()
        report.write(lunge, None, folder, overlay=False, blur_faces=blur_faces)
    said = []
    for written in ([folders[0]], folders):
        clips = [lunge] * len(written)
        report.write_joint(clips, drawn.assessment_of(clips), None, tmp_path / "joint.html", written=written)
        said.append("Faces are made unrecognisable" in (tmp_path / "joint.html").read_text(encoding="utf-8"))
    assert said == [True, False]


def test_covering_leaves_the_given_picture_as_it_is(analysed):
    analysis = analysed(LUNGE)
    frame = next(video.decode.frames(analysis.clip))
    kept = frame.rgb.copy()
    next(without_faces(analysis, [frame]))
    assert np.array_equal(frame.rgb, kept)


@given(
    speed=st.floats(-3, 3),
    turn_s=st.floats(0, 1),
    gap=st.tuples(st.floats(0.05, 0.45), st.floats(0.5, 0.95)),
    at=st.floats(0, 1),
)
def test_a_lost_head_is_inside_its_box_however_it_turns_at_up_to_three_heads_a_second(speed, turn_s, gap, at):
    def left_edge(time_s):
        return 100 * speed * np.minimum(time_s, 2 * turn_s - time_s)

    time_s = np.linspace(0, 1, 51)
    time_s = time_s[(time_s <= gap[0]) | (time_s >= gap[1])]
    zero = np.zeros_like(time_s)
    x = left_edge(time_s)
    head = Head(time_s=time_s, box_px=np.stack([x, zero, x + 100, zero + 100], axis=1), height_px=zero + 100)
    left, _, right, _ = head_box(head, at)
    assert left <= left_edge(at) + 1e-9
    assert right >= left_edge(at) + 100 - 1e-9


def test_nobody_found_gives_no_head():
    nobody = Landmarks(
        time_s=np.arange(3.0), xy_px=np.empty((3, 0, 2)), score=np.empty((3, 0)), names=(), size_px=(9, 9)
    )
    assert head_of(nobody) is None
