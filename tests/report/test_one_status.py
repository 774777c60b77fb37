"""A refused or void number is a number nowhere: page, stills, overlay, tables, files."""

import csv
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import drawn
import numpy as np
import pytest

from dorsi import synth
from dorsi.exchange.signals_file import load_signals, write_signals
from dorsi.exchange.tables import events_table, signals_table
from dorsi.measuring import measure
from dorsi.report.clip.page import clip_view
from dorsi.report.clip.tables import event_table
from dorsi.report.drawing.curves import charts
from dorsi.report.drawing.keyframes import key_moments
from dorsi.report.drawing.overlay import NOT_MEASURED, angled_sides, scene_of, state_text
from dorsi.report.render import Page, render
from dorsi.schema.session import ClipInfo, Session
from dorsi.types import Analysis, Clip, event_record

OBLIQUE = synth.Camera(yaw_deg=40.0)
SIDE = synth.Camera(yaw_deg=0.0)
FRONT = synth.Camera(yaw_deg=90.0, distance_m=3.0)
#: Each with what it is filmed from: an angle of the side view is refused in all of them.
REFUSED = {
    "lunge": lambda: synth.lunge(camera=OBLIQUE),
    "squat": lambda: synth.squat(camera=OBLIQUE),
    "run": lambda: synth.run(camera=OBLIQUE).landmarks,
    "heel_raise": lambda: synth.heel_raise(camera=OBLIQUE),
    "march": lambda: synth.march(camera=OBLIQUE),
    "single_leg_squat": lambda: synth.single_leg_squat(stance="right", camera=SIDE),
}
DEGREES = re.compile(r"\d\s*(?:°|deg(?:rees?)?\b)")


def analysis_of(raw, movement):
    found = measure(raw, movement=movement)
    size = raw.size_px
    clip = Clip(path=Path("made.mp4"), sha256="0" * 64, n_frames=len(raw.time_s), size_px=size, duration_s=10.0,
                mean_rate_hz=raw.rate_hz, codec="none")  # fmt: skip
    session = Session(
        id="made",
        movement=found.movement,
        clip=ClipInfo(path="made.mp4", sha256="0" * 64, size_px=size, duration_s=10.0, mean_rate_hz=raw.rate_hz,
                      time_scale=1.0, codec="none"),
        quality=found.quality,
        measurements=found.measurements,
        events=[event_record(e) for e in found.events],
        provenance={},
    )  # fmt: skip
    return Analysis(
        session=session, clip=clip, raw=raw, landmarks=found.landmarks, signals=found.signals, events=found.events
    )


@pytest.fixture(scope="module", params=REFUSED)
def refused(request):
    return analysis_of(REFUSED[request.param](), request.param)


def text_of(analysis):
    view = clip_view(analysis, anchor="clip")
    page = render(
        Page(title=view.title, person=None, clips=(view,), cards=view.cards, differences=(), plan=None)
    ).partition('aria-label="Safety')[0]
    body = page[page.index("<main") :] if "<main" in page else page
    body = re.split(r'<section[^>]*id="safety"', body)[0]
    kept = re.sub(r"<(style|script(?! type=\"application/json\")).*?</\1>", " ", body, flags=re.DOTALL)
    labels = " ".join(re.findall(r'(?:aria-label|alt|title)="([^"]*)"', kept))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", kept) + labels))


def without_camera(text):
    """Leave out the camera's own angle, which is told with degrees: it is what the reader has to change."""
    told = r"[Tt]he camera stands about \d+(?:°| degrees)|\(\s*\d+(?:\.\d)?°\s+from side-on\)"
    text = re.sub(rf"{told}|angles may be off by up to \d+ degrees", "", text)
    return re.sub(r"(Turn from side-on|Camera tilt) [^a-z]*?\([^)]*\)", "", text)


def test_the_page_of_a_refused_clip_holds_no_angle(refused):
    found = without_camera(text_of(refused))
    assert not DEGREES.search(found), DEGREES.findall(found)
    assert "not measured" in found.lower()


def test_the_page_of_a_measured_clip_does():
    assert DEGREES.search(without_camera(text_of(analysis_of(synth.lunge(), "lunge"))))


def test_the_curves_of_a_refused_clip_are_no_angles(refused):
    assert [c.name for c in charts(refused.signals, refused.session) if c.symbol == "°"] == []


def test_the_stills_and_the_overlay_of_a_refused_clip_draw_no_angle_and_say_so(refused):
    scene = scene_of(refused)
    assert key_moments(scene) == ()
    for time_s in refused.signals.time_s[::10]:
        assert angled_sides(scene, time_s) == ()
        said = state_text(scene, time_s)
        assert not DEGREES.search(said)
        assert said.startswith(NOT_MEASURED) or not scene.sides


def test_the_table_of_repetitions_of_a_refused_clip_holds_no_angle(refused):
    table = event_table(refused.session)
    assert not any("°" in cell for row in table.rows for cell in row.cells)


def test_the_repetitions_of_a_refused_clip_were_seen_and_count_for_nothing(refused):
    view = clip_view(refused, anchor="clip")
    assert view.events.rows
    still = any(not card.reason for card in view.headline)  # what a refused view can say: counts, times
    assert view.events.summary.endswith(" count" if still else " seen, no number from them")


def test_exported_events_of_a_refused_clip_hold_no_angle(refused):
    table = events_table(refused.session)
    angles = [name for name in table.columns if name.endswith("_deg")]
    assert table[angles].isna().all().all()


def test_exported_curves_of_a_refused_clip_are_flagged(refused, tmp_path):
    tidy = signals_table(refused.signals, refused.session)
    assert set(tidy[tidy.name.str.endswith("_deg")].status) == {"not_measured"}
    write_signals(refused.signals, tmp_path / "signals.csv", session=refused.session)
    head, first, *_ = (tmp_path / "signals.csv").read_text(encoding="utf-8").splitlines()
    named = first.split(",")[head.split(",").index("not_measured")].split()
    assert set(named) >= {name for name in refused.signals.columns() if name.endswith("_deg")}
    again = load_signals(tmp_path / "signals.csv")
    assert again.columns().keys() == refused.signals.columns().keys()


def test_the_exported_shank_is_flagged_where_the_heel_is_up(lunge, tmp_path):
    height, pitch = (np.zeros_like(lunge.signals.shank_inclination_deg) for _ in range(2))
    height[10:20, 0], pitch[10:20, 0] = 0.2, -20.0  # the left heel
    signals = replace(lunge.signals, heel_height_frac=height, foot_pitch_deg=pitch)
    write_signals(signals, tmp_path / "signals.csv", session=lunge.session)
    with (tmp_path / "signals.csv").open(encoding="utf-8", newline="") as file:
        flags = [row["heel_up"] for row in csv.DictReader(file)]
    assert [at for at, flag in enumerate(flags) if flag] == list(range(10, 20))
    assert set(flags[10:20]) == {"left"}
    assert load_signals(tmp_path / "signals.csv").columns().keys() == signals.columns().keys()


def test_a_void_repetition_gives_no_number_anywhere(lunge):
    (_, void) = lunge.session.events
    inside = (lunge.signals.time_s >= void.start_s) & (lunge.signals.time_s <= void.end_s)
    first = charts(lunge.signals, lunge.session)[0]
    assert all(value is None for value, gone in zip(first.lines[0].values, inside, strict=True) if gone)
    assert all(mark.valid for mark in first.marks)
    assert angled_sides(scene_of(lunge), void.peak_s) == ()
    assert event_table(lunge.session).rows[1].cells == ("–",)
    assert [bool(m) for m in key_moments(scene_of(lunge))] == [True]
    assert list(events_table(lunge.session).valid) == [True, False]


def test_a_refused_leg_hides_its_angle_and_leaves_the_other(tmp_path):
    """The left leg of the drawn lunge is refused: everything of it goes, though its curve is there."""
    whole = drawn.analysis(tmp_path / "lunge.mp4")
    left, right = whole.session.measurements
    gone = left.model_copy(update={"value": None, "status": "not_measured", "reason": "too far off", "n": 0})
    session = whole.session.model_copy(update={"measurements": [gone, right]})
    refused = replace(whole, session=session)
    assert charts(refused.signals, session) == ()
    assert key_moments(scene_of(refused)) == ()
    assert state_text(scene_of(refused), 0.6) == f"{NOT_MEASURED}  Left rep 1"
    assert np.isnan(events_table(session).peak_shank_inclination_deg.astype(float)).all()
    assert list(events_table(session).not_measured) == ["peak_shank_inclination_deg"] * 2


def test_what_needs_no_side_view_is_still_told():
    found = text_of(analysis_of(REFUSED["squat"](), "squat"))
    assert re.search(r"Repetitions\s+3", found)
    assert "Time of a repetition" in found


def test_a_knee_from_the_front_is_told_though_the_shank_is_not():
    session = analysis_of(synth.squat(camera=FRONT, inward_deg=(5.0, 5.0)), "squat").session
    assert session.shown("fppa_deg", "left")
    assert session.shown("left_fppa_deg", "right")
    assert not session.shown("shank_inclination_deg", "left")
    assert not session.shown("knee_flexion_deg", "left")


def test_what_one_number_refuses_hides_no_other_that_stands():
    """A derived number's refusal leaves its source, one leg's refusal leaves the other leg."""
    session = analysis_of(synth.lunge(), "lunge").session
    rep = session.events[0]
    doubted = rep.model_copy(update={"refused": {"knee_past_toe_frac": "too wide", "right_fppa_deg": "not seen"}})
    assert session.shown("peak_shank_inclination_deg", rep.side, doubted)
    of_both = doubted.model_copy(update={"values": rep.values | {"left_heel_rise_frac": 0.01}})
    assert session.shown("left_heel_rise_frac", "left", of_both)
    assert not session.shown("knee_past_toe_frac", rep.side, doubted)


@pytest.mark.parametrize("name", REFUSED)
def test_no_event_holds_a_value_that_may_not_be_shown(name):
    session = analysis_of(REFUSED[name](), name).session
    assert not [(e.side, value) for e in session.events for value in e.values if not session.shown(value, e.side)]
