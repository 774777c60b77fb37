"""A result folder is data: its page can be laid out from it at any time, and pictures say themselves what they are."""

import base64
import shutil
from pathlib import Path

import cv2
import drawn
import pytest

from dorsi import report, results
from dorsi.errors import DataError, OptionError
from dorsi.exchange.signals_file import load_signals
from dorsi.loading import load_session
from dorsi.report.drawing.keyframes import key_moments
from dorsi.report.drawing.overlay import scene_of
from dorsi.report.folder_page import Filed, Stored, report_page
from dorsi.report.pictures import read_pictures
from dorsi.report.render import render
from dorsi.schema.stills import Stills

EARLIER = Path(__file__).parents[1] / "data" / "result_of_0_1"  #: as version 0.1 wrote it, faces covered


def filed(folder):
    """Return what a folder alone holds."""
    stored = Stored(session=load_session(folder / "session.json"), signals=load_signals(folder / "signals.csv"))
    return Filed(clip=stored, folder=folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("result")
    results.save(drawn.analysis(place / "lunge.mp4"), None, place / "lunge")
    return place / "lunge"


def test_the_page_laid_out_from_the_folder_is_the_one_that_was_written(folder):
    written = (folder / "report.html").read_text(encoding="utf-8")
    assert render(report_page([filed(folder)], plan=None)) == written


def test_every_key_frame_is_a_jpeg_of_the_size_that_its_record_names(folder, lunge):
    record = Stills.model_validate_json((folder / "stills" / "stills.json").read_text(encoding="utf-8"))
    moments = key_moments(scene_of(lunge))
    assert [(one.side, one.number, one.time_s) for one in record.stills] == [
        (m.side, m.number, pytest.approx(m.time_s, abs=1e-4)) for m in moments
    ]
    assert {path.name for path in (folder / "stills").iterdir()} == {
        "stills.json",
        *(one.file for one in record.stills),
    }
    for one in record.stills:
        picture = cv2.imread(str(folder / "stills" / one.file))
        assert (picture.shape[1], picture.shape[0]) == one.size_px


def test_a_clip_without_key_frames_says_so_in_its_record(tmp_path):
    analysis = drawn.analysis(tmp_path / "hand.mp4", movement="unknown", measurements=[], events=[])
    report.write(analysis, None, tmp_path, overlay=False, blur_faces=True)
    found = read_pictures(tmp_path)
    assert (found.stills, found.faces_covered, found.video) == ((), True, None)


def test_a_result_of_0_1_still_opens_with_its_key_frames():
    page = report_page([filed(EARLIER)], plan=None)
    written = (EARLIER / "report.html").read_text(encoding="utf-8")
    [view] = page.clips
    assert [(one.title, one.value_text) for one in view.stills] == [("Left repetition 1", "36.0°")]
    then = {one.src: one.alt.replace("shin angle", "shank lean") for one in view.stills}  # what 0.1 called it
    assert all(src in written and alt in written for src, alt in then.items())
    assert page.faces_covered


def test_a_result_of_0_1_that_does_not_say_that_faces_are_covered_counts_as_showing_them(tmp_path):
    written = (EARLIER / "report.html").read_text(encoding="utf-8")
    (tmp_path / "report.html").write_text(written.replace('id="faces-covered"', ""), encoding="utf-8")
    assert not report.faces_are_covered(tmp_path)


def test_a_page_of_another_program_is_refused(tmp_path):
    page = '<section class="stills"><figure class="side-left"><img src="data:image/jpeg;base64,?"></figure></section>'
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    with pytest.raises(DataError, match=r"report.html of this clip is not a report of this version"):
        read_pictures(tmp_path)


def test_pictures_that_are_gone_are_told(tmp_path):
    with pytest.raises(DataError, match=r"the pictures of this clip can't be read \(No such file"):
        read_pictures(tmp_path)


@pytest.mark.parametrize("content", ["", "{}", '{"faces_covered": true, "stills": [{"file": "../secret.jpg"}]}'])
def test_a_record_that_dorsi_did_not_write_is_refused(folder, tmp_path, content):
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / "stills" / "stills.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"stills.json: is not what dorsi wrote"):
        read_pictures(tmp_path / "copy")


def test_key_frames_are_part_of_a_result_and_pictures_of_somebody_else_are_not(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "copy")
    results.check_folder(tmp_path / "copy")
    (tmp_path / "copy" / "stills" / "holiday.png").touch()
    with pytest.raises(OptionError, match="holds 'stills', which dorsi did not write"):
        results.check_folder(tmp_path / "copy")


def test_a_joint_page_takes_over_the_pictures_of_its_clips(folder, tmp_path, lunge):
    kept = tmp_path / "kept"
    shutil.copytree(folder, kept)
    [picture] = (kept / "stills").glob("*.jpg")
    cv2.imwrite(str(picture), 0 * cv2.imread(str(picture)))
    path = tmp_path / "joint.html"
    report.write_joint([lunge], drawn.assessment_of([lunge]), None, path, written=[kept])
    assert base64.b64encode(picture.read_bytes()).decode() in path.read_text(encoding="utf-8")
