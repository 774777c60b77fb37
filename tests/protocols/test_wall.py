"""Toe to wall, from the lean of the shank and what is known of the leg's size."""

from pathlib import Path

import pytest

from dorsi import synth
from dorsi.measuring import measure
from dorsi.synth import stick_figure
from dorsi.types import Size

RENDERED = Path(__file__).parents[2] / "../shared/rendered"
TALL = Size(height_cm=172.0)


def of(found, name, side="left"):
    return next(m for m in found.measurements if (m.name, m.side) == (name, side))


@pytest.mark.parametrize("size", [TALL, Size(cm_per_px=100 / 800)])
def test_a_known_length_gives_centimetres(size):
    m = of(measure(synth.lunge(peak_deg=38.0, camera=synth.Camera(facing=-1)), size=size), "wblt_cm")
    true_cm = 100 * stick_figure.SHANK_M * 0.6157 + 5.5 - 0.75 * 0.152 * 172.0
    assert m.value == pytest.approx(true_cm, abs=1.0)
    assert m.status == "low_confidence"


def test_one_centimetre_more_is_about_one_and_a_half_degrees_more():
    less, more = (
        of(measure(synth.lunge(peak_deg=d, camera=synth.Camera(facing=-1)), size=TALL), "wblt_cm").value
        for d in (36.0, 42.0)
    )
    assert 6.0 / (more - less) == pytest.approx(1.75, abs=0.2)


def test_without_a_known_length_the_knee_is_told_in_foot_lengths():
    found = measure(synth.lunge(peak_deg=38.0, camera=synth.Camera(facing=-1)))
    assert "wblt_cm" not in {m.name for m in found.measurements}
    assert of(found, "knee_past_toe_frac").value == pytest.approx(0.246 / 0.152 * 0.6157 - 0.75, abs=0.01)


def test_a_marker_narrows_the_bound_of_the_shank():
    clip = synth.lunge(peak_deg=38.0, camera=synth.Camera(facing=-1))
    by_stature, by_both = (
        of(measure(clip, size=size), "wblt_cm").bound
        for size in (TALL, Size(height_cm=172.0, cm_per_px=100 / 800, cm_per_px_sd_share=0.01))
    )
    assert by_both < by_stature


@pytest.mark.models
@pytest.mark.parametrize(
    ("name", "side", "stature_cm", "true_cm"),
    [("02_lunge_L_bea", "left", 168.0, 10.9), ("03_lunge_R_bea", "right", 168.0, 5.0)],
)
def test_the_wall_of_the_rendered_lunges_lies_inside_the_bound(analysed, name, side, stature_cm, true_cm):
    clip = (RENDERED / f"{name}.mp4").resolve()
    if not clip.exists():
        pytest.skip(f"the rendered clip {name} is not here")
    found = measure(analysed(clip).raw, size=Size(height_cm=stature_cm))
    m = of(found, "wblt_cm", side)
    assert m.ci95_low < true_cm < m.ci95_high
    assert m.value == pytest.approx(true_cm, abs=3.0)
