"""Two results of one person side by side: numbers, difference, verdict, videos in step."""

import re

import drawn
import pytest
from typer.testing import CliRunner

from dorsi import report, results
from dorsi.analysis.compare import side_differences
from dorsi.cli import app
from dorsi.errors import OptionError
from dorsi.report import Filed
from dorsi.report.beside import beside, render_beside
from dorsi.schema.session import Measurement


def lean(value, side="left", half=2.0, **more):
    shown = drawn.lunge_measurements()[0].model_dump() | {"side": side, "value": value}
    return Measurement(**(shown | {"ci95_low": value - half, "ci95_high": value + half} | more))


def filed(tmp_path, name, *measurements, overlay=False, **session):
    clip = drawn.analysis(tmp_path / f"{name}.mp4", measurements=list(measurements), **session)
    folder = tmp_path / name
    folder.mkdir()
    report.draw_pictures(clip, folder, overlay=overlay)
    return Filed(clip=clip, folder=folder)


def before_and_after(tmp_path, first, second, **more):
    return (
        filed(tmp_path, "before", first, recorded_at="2026-03-02", **more),
        filed(tmp_path, "after", second, recorded_at="2026-05-04", **more),
    )


@pytest.mark.parametrize(
    ("after", "half", "says"),
    [(48.0, 2.0, "at least the measuring error"), (42.0, 2.0, "within the measuring error"),
     (46.0, 5.0, "within the measuring error")],
)  # fmt: skip
def test_a_difference_counts_only_beyond_the_method_and_both_bounds(tmp_path, after, half, says):
    found = beside(*before_and_after(tmp_path, lean(40.0, half=half), lean(after, half=half)))
    (row,) = found.rows
    assert (row.says, row.first.startswith("40.0°"), row.difference.startswith(f"+{after - 40:.1f}°")) == (
        says, True, True,
    )  # fmt: skip
    (sentence,) = found.sentences
    assert ("at least" in sentence) == (says == "at least the measuring error")


def test_low_confidence_claims_nothing(tmp_path):
    low = {"status": "low_confidence", "confidence": "low", "reason": "far leg"}
    (row,) = beside(*before_and_after(tmp_path, lean(30.0, **low), lean(48.0))).rows
    assert row.says == "low confidence: nothing is claimed"


def test_left_beside_right_takes_the_one_leg_of_each_clip(tmp_path):
    found = beside(filed(tmp_path, "one", lean(40.0)), filed(tmp_path, "two", lean(30.0, "right")))
    (row,) = found.rows
    assert (row.first[:5], row.second[:5], row.difference[:5]) == ("40.0°", "30.0°", "−10.0")
    (told,) = found.sentences
    assert told.startswith("Ankle bend (shin angle): The left ankle bends 10.0° ± ")
    assert found.heading == "Left and right"  # a change is one of the same leg
    assert found.names == ("Lunge, left", "Lunge, right")


def test_the_difference_of_the_legs_has_the_bound_of_both_sides_together(tmp_path):
    one, two = filed(tmp_path, "one", lean(40.0)), filed(tmp_path, "two", lean(30.0, "right"))
    (joint,) = side_differences([one.clip.session, two.clip.session])
    (row,) = beside(one, two).rows
    assert row.difference == f"−10.0° ± {joint.bound:.1f}°"


def test_the_days_tell_the_two_apart(tmp_path):
    found = beside(*before_and_after(tmp_path, lean(40.0), lean(41.0)))
    assert found.names == ("2 Mar 2026", "4 May 2026")
    assert not any("2026" in text for text in found.subtitles)
    assert found.subtitles[0].startswith("2.4 s at ")


def test_legs_of_two_days_say_so(tmp_path):
    right = filed(tmp_path, "right", lean(30.0, "right"), recorded_at="2026-05-04")
    found = beside(filed(tmp_path, "left", lean(40.0), recorded_at="2026-03-02"), right)
    assert found.sentences[-1] == "The clips are of two days: 2 Mar 2026 and 4 May 2026."


def test_a_result_beside_itself_is_refused(tmp_path):
    one = filed(tmp_path, "one", lean(40.0))
    with pytest.raises(OptionError, match="the same result twice"):
        beside(one, one)


def test_only_what_both_have_tells_them_apart(tmp_path):
    dated = filed(tmp_path, "one", lean(40.0), recorded_at="2026-03-02", shoes="spikes")
    undated = filed(tmp_path, "two", lean(41.0), shoes="trainers")
    assert beside(dated, undated).names == ("spikes", "trainers")


@pytest.mark.parametrize(
    ("changes", "words"), [({"movement": "squat"}, "not a lunge and a squat"), ({"person": "Tom"}, "one person's")]
)
def test_what_can_not_be_compared_is_refused(tmp_path, changes, words):
    one = filed(tmp_path, "one", lean(40.0), person="Bea")
    two = filed(tmp_path, "two", lean(41.0), **({"person": "Bea"} | changes))
    with pytest.raises(OptionError, match=words):
        beside(one, two)


def test_the_page_needs_nothing_else_and_holds_both_videos(tmp_path):
    pair = (
        filed(tmp_path, "before", lean(40.0), overlay=True, recorded_at="2026-03-02"),
        filed(tmp_path, "after", lean(48.0), overlay=True, recorded_at="2026-05-04"),
    )
    page = render_beside(beside(*pair))
    assert page.count('<video src="data:video/mp4;base64,') == 2
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", page)
    assert "at least the measuring error" in page


def test_no_bound_is_parted_from_its_number_and_the_angle_in_the_video_is_explained(tmp_path):
    one, two = filed(tmp_path, "one", lean(40.0), overlay=True), filed(tmp_path, "two", lean(30.0, "right"))
    page = render_beside(beside(one, two))
    told = page[page.index('class="told"') : page.index('class="in-step"')]
    assert re.findall(r"±[^<]*", told) == re.findall(r'(?<=class="nb">)±[^<]*', told) != []
    assert "The angle in a video is that of the moment." in page


def test_the_command_writes_it_and_takes_two_results_only(tmp_path):
    for name in ("left", "right"):
        results.save(drawn.analysis(tmp_path / f"{name}.mp4"), None, tmp_path / name, overlay=False)
    out = tmp_path / "both.html"
    done = CliRunner().invoke(app, ["report", str(tmp_path / "left"), str(tmp_path / "right"), "--beside", str(out)])
    assert (done.exit_code, out.is_file()) == (0, True), done.output
    for given in (["--beside", str(out)], []):
        done = CliRunner().invoke(app, ["report", str(tmp_path / "left"), *given])
        assert isinstance(done.exception, OptionError)
