"""A clip without a number shows one picture of what was seen, with what is wrong marked and named on it."""

import cv2
import drawn
import numpy as np
import pytest

from dorsi import report
from dorsi.report.clip import advice
from dorsi.report.clip.seen import FAULTS, VOID, WRONG, seen_of
from dorsi.report.drawing.overlay import scene_of
from dorsi.report.folder_page import Filed, report_page
from dorsi.report.pictures import read_pictures
from dorsi.report.render import render
from dorsi.schema.session import Warn

REFUSED = {"value": None, "n": 0, "status": "not_measured", "ci95_low": None, "ci95_high": None, "confidence": None}


def refused(tmp_path, *warnings, events=()):
    """Return the drawn lunge, filmed once more, with both its numbers refused."""
    whole = drawn.analysis(tmp_path / "clip.mp4")
    quality = whole.session.quality.model_copy(update={"warnings": list(warnings)})
    numbers = [m.model_copy(update=REFUSED | {"reason": "too far off"}) for m in whole.session.measurements]
    return drawn.analysis(
        tmp_path / "clip.mp4", quality=quality, measurements=numbers, events=[drawn.stored(one) for one in events]
    )


def warn(code):
    return Warn(code=code, text="Something.", tip="Something else.")


def test_a_clip_with_a_number_has_no_such_picture(lunge):
    assert seen_of(scene_of(lunge)) is None


def test_a_repetition_that_does_not_count_is_shown_at_its_deepest_with_the_heel_ringed(tmp_path):
    void = drawn.events()[1]
    found = seen_of(scene_of(refused(tmp_path, warn("repetitions_void"), events=[void])))
    assert found.time_s == pytest.approx(void.peak_s, abs=1 / drawn.RATE_HZ)
    assert (found.text, found.ringed, found.sides) == ("The heel came up", ("heel",), ("left",))


def test_the_cause_is_shown_before_what_came_of_it(tmp_path):
    unknown, oblique = warn("movement_unknown"), warn("view_oblique")
    assert advice.spoiling([unknown, oblique]) == (oblique, unknown)
    assert advice.spoiling([unknown, warn("low_rate")])[0] == unknown
    assert seen_of(scene_of(refused(tmp_path, unknown, oblique))).text == FAULTS["view_oblique"][0]


def test_everything_that_can_spoil_a_clip_has_its_words():
    spoils = {code for code, level in advice.LEVELS.items() if level == "warning"}
    assert spoils - set(FAULTS) <= {
        *VOID,
        "frames_damaged",
        "sheet_not_found",  # which say "Not measured"
        "interlaced",
        "near_side_unknown",
        "picture_reshaped",
        "slow_motion_undone",  # of the file: nothing to point at
    }
    assert set(FAULTS) <= set(advice.LEVELS)


def ring_px(picture):
    """Return how many pixels of the lower half have the colour of a mark."""
    lower = picture[picture.shape[0] // 2 :].astype(int)
    return int((np.abs(lower - np.array(WRONG[::-1])).max(axis=2) < 60).sum())


@pytest.mark.parametrize(("code", "ringed"), [("view_oblique", True), ("camera_tilted", False)])
def test_what_is_wrong_is_marked_in_the_picture_and_said_on_the_page(tmp_path, code, ringed):
    clip = refused(tmp_path, warn(code))
    report.draw_pictures(clip, tmp_path, overlay=False)
    pictures = read_pictures(tmp_path)
    picture = cv2.imdecode(np.frombuffer(pictures.seen_jpeg(), np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape[1::-1] == pictures.seen.size_px
    assert (ring_px(picture) > 100) == ringed
    page = render(report_page([Filed(clip=clip, folder=tmp_path)], plan=None))
    assert page.count('class="seen-picture"') == 1
    assert FAULTS[code][0].lower() in page


def test_a_clip_in_which_nobody_was_found_is_shown_whole(tmp_path):
    clip = refused(tmp_path, warn("no_person"))
    clip.raw.xy_px[:] = np.nan
    clip.landmarks.xy_px[:] = np.nan
    report.draw_pictures(clip, tmp_path, overlay=False)
    width, height = read_pictures(tmp_path).seen.size_px
    assert width / height == pytest.approx(drawn.SIZE_PX[0] / drawn.SIZE_PX[1], abs=0.02)


def test_faces_are_covered_in_it_too(tmp_path):
    clip = refused(tmp_path, warn("camera_tilted"))
    plain, covered = tmp_path / "plain", tmp_path / "covered"
    for folder, blur in ((plain, False), (covered, True)):
        folder.mkdir()
        report.draw_pictures(clip, folder, overlay=False, blur_faces=blur)
    assert read_pictures(covered).faces_covered
    assert read_pictures(covered).seen_jpeg() != read_pictures(plain).seen_jpeg()
