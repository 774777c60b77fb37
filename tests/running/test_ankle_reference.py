"""The reference ankle is what the open data gives, has the course that the literature knows, and judges shape only."""

import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import dorsi
from dorsi import running

ROOT = Path(__file__).parents[2]
DATA = ROOT / "../shared/motion"
WRITER = runpy.run_path(str(ROOT / "scripts" / "write_ankle_reference.py"))
needs_data = pytest.mark.skipif(not any(DATA.glob("*angs.txt")), reason="the open data are not here")


@pytest.fixture
def own():
    return dorsi.time_normalise(dorsi.measure(dorsi.synth.run()), "ankle_dorsiflexion_deg", side="right")


@needs_data
def test_the_shipped_table_is_what_the_open_data_gives():
    text = WRITER["TABLE"].read_text(encoding="utf-8")
    assert text == WRITER["table"](DATA), "run: python scripts/write_ankle_reference.py ../shared/motion"


@needs_data
def test_peaks_of_each_runner_are_those_of_the_rules():
    """M31: 22.8, SD 2.8 in stance; M32: 17.8, SD 5.6 pointed around toe-off, both worked out by others."""
    curves = np.array([WRITER["runner"](path) for path in sorted(DATA.glob("*angs.txt"))])
    stance, push_off = curves[:, :45].max(axis=1), curves[:, 25:61].min(axis=1)
    assert len(curves) == running.ankle_reference().people == 46
    assert (stance.mean(), stance.std(ddof=1)) == pytest.approx((22.8, 2.8), abs=0.1)
    assert (push_off.mean(), push_off.std(ddof=1)) == pytest.approx((-17.8, 5.6), abs=0.3)


def test_the_band_is_two_standard_deviations_and_covers_the_whole_stride():
    found = running.ankle_reference()
    assert found.percent.tolist() == list(range(101))
    np.testing.assert_allclose(found.high_deg - found.low_deg, 4 * found.sd_deg)
    assert (found.shape_sd_deg > 0).all()


def test_a_curve_of_the_same_shape_at_another_level_differs_by_its_offset_only(own):
    reference = running.ankle_reference()
    same = replace(own, curves=np.stack([reference.mean_deg + 7.0] * 3))
    beside = running.beside_reference(same)
    assert beside.offset_deg == pytest.approx(7.0)
    assert (beside.rms_deg, beside.outside_frac, beside.curves) == (pytest.approx(0.0, abs=1e-9), 0.0, 3)


def test_a_stiff_ankle_is_outside_the_band_where_runners_bend_and_point(own):
    stiff = replace(own, curves=np.zeros((3, 101)))
    beside = running.beside_reference(stiff)
    assert beside.outside_frac > 0.2
    assert abs(beside.difference_deg[21]) > 2 * running.ankle_reference().shape_sd_deg[21]


@pytest.mark.parametrize(
    ("change", "says"),
    [({"name": "knee_flexion_deg"}, "knee_flexion_deg"), ({"percent": np.arange(51.0)}, "51 points")],
)
def test_other_curves_are_refused(own, change, says):
    with pytest.raises(dorsi.OptionError, match=says):
        running.beside_reference(replace(own, **change))
