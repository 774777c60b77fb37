"""What dorsi exports and reads again gives the number of the same leg, whichever way the person faced."""

import pytest
from analyses import made
from foreign_files import metres, trc

from dorsi import read_landmarks, synth
from dorsi.errors import OptionError
from dorsi.exchange import export
from dorsi.measuring import measure

PEAK = "peak_shank_inclination_deg"
FILES = {
    "trc": "landmarks.trc",
    "c3d": "landmarks.c3d",
    "movement": "landmarks.nc",
    "csv": "landmarks_tidy.csv",
    "json": "analysis.json",
}


def lunge_of(leg):
    """Return the analysis of a lunge filmed from the side of the leg in front; a left leg faces left."""
    camera = synth.Camera(facing=-1 if leg == "left" else 1)
    return made(synth.lunge(front=leg, peak_deg=35.0, camera=camera), movement="lunge")


def peaks(found):
    return {m.side: m.value for m in found.measurements if m.name == PEAK and m.value is not None}


@pytest.mark.parametrize("leg", ["left", "right"])
@pytest.mark.parametrize("name", FILES)
def test_the_number_is_that_of_the_leg_that_was_filmed(tmp_path, name, leg):
    before = lunge_of(leg)
    export(before, tmp_path, formats=[name])
    read = read_landmarks(tmp_path / FILES[name])
    after = measure(read, movement="lunge", yaw_deg=0.0)
    assert (after.quality.facing, after.quality.near_side) == (leg, leg)
    assert peaks(after).keys() == {leg}
    assert peaks(after)[leg] == pytest.approx(35.0, abs=0.5)


@pytest.mark.parametrize("near", ["left", "right"])
def test_a_foreign_file_in_metres_needs_the_side_named(tmp_path, near):
    read = read_landmarks(trc(tmp_path / "a.trc", metres()))
    unnamed = measure(read, movement="lunge", yaw_deg=0.0)
    assert peaks(unnamed) == {}
    assert all("near_side='left'" in m.reason for m in unnamed.measurements if m.name == PEAK and m.side == "left")
    assert "near_side_unknown" in {w.code for w in unnamed.quality.warnings}
    named = measure(read, movement="lunge", yaw_deg=0.0, near_side=near)
    assert named.quality.near_side == near
    assert measure(read, movement="lunge", yaw_deg=0.0, facing=near).measurements == named.measurements


def test_a_side_that_contradicts_the_facing_is_refused(tmp_path):
    read = read_landmarks(trc(tmp_path / "a.trc", metres()))
    with pytest.raises(OptionError, match=r"near_side: 'left' given with facing 'right'; .* give one of the two"):
        measure(read, near_side="left", facing="right")


@pytest.mark.parametrize("name", ["near_side", "facing"])
def test_a_side_that_is_none_is_refused(name):
    with pytest.raises(OptionError, match=f"{name}: 'up' is not known"):
        measure(synth.lunge(), **{name: "up"})


def test_the_side_that_the_picture_shows_changes_nothing():
    raw = synth.lunge(peak_deg=35.0)
    seen = measure(raw)
    assert measure(raw, near_side=seen.quality.near_side).measurements == seen.measurements
