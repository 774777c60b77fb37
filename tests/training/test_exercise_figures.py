"""The exercises' moving pictures: what stands stays put, nothing sinks into the floor, loops close, files are small."""

import ctypes.util
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

pytest.importorskip("moderngl", reason="rendering needs dorsi[train]")
pytest.importorskip("anny", reason="rendering needs dorsi[train]")

from training.render.figures import check, files, scene
from training.render.figures.faults import faults
from training.render.figures.place import Placer
from training.render.figures.stance import read_stance
from training.render.figures.timeline import LEVELS, STEPS, figures, frames, stance_of

from dorsi.errors import DataError
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.how_to import card_of

FOLDER = Path("src/dorsi/programme/figures")
NAMES = sorted(figures())
TOTAL_BYTES = 25_000_000


@pytest.fixture(scope="module")
def person():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Anny and Warp warn about themselves while they load
        return scene.stage(None).person


def test_every_figure_is_of_a_level_that_the_catalogue_has():
    entries = {e.id: e for e in catalogue().exercises.values()}
    told = [(f.exercise, level) for f in figures().values() for level in f.levels]
    assert len(told) == len(set(told))
    for exercise, level in told:
        assert level in LEVELS
        assert level in entries[exercise].levels, (exercise, level)


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_stays_and_limbs_reach_what_they_hold(person, name):
    found = check.measure(person, Placer(person.body, person.legs), figures()[name])
    assert found.drift_m < 0.005
    assert found.gap_m < 0.004  # of shank and foot: the leg is long enough
    assert found.miss_m < 0.02  # of the wrist and what it reaches for
    assert found.lowest_m > -0.012  # skin gives way where it bears on the floor


def test_a_foot_that_slides_is_seen(person):
    """The measure of drift can fail: the same figure with its foot moved by 3 cm at one key."""
    figure = figures()["st_hr_dl_L1"]
    flat, up = (key.stance for key in figure.keys)
    moved = replace(up, legs={**up.legs, "r": replace(up.legs["r"], x=0.03)})
    leg, placer = person.legs["r"], Placer(person.body, person.legs)
    first, second, third = (check.contact(s, placer.place(s), leg, "r") for s in (flat, up, moved))
    assert np.linalg.norm(second - first) < 0.005
    assert np.linalg.norm(third - first) > 0.025


def test_skin_of_the_sole_stays_where_the_heel_rises(person):
    """The ball of the foot as drawn, not only the point of the rig."""
    figure = figures()["st_hr_sl_L1"]
    placer, leg = Placer(person.body, person.legs), person.legs["r"]
    near = np.linalg.norm(person.vertices - leg.ball_sole, axis=1) < 0.012
    assert near.sum() >= 3
    places = []
    for way in check.poses(figure):
        for stance in way:
            placed = placer.place(stance)
            places.append(check.skin(person, placed.rotations, placed.positions)[0][near].mean(axis=0))
    assert np.ptp(np.array(places), axis=0).max() < 0.005


@pytest.mark.parametrize("name", NAMES)
def test_loops_close_without_a_jump(person, name):
    """No bone moves further between two pictures, the last and the first among them, than a quick limb does."""
    figure = figures()[name]
    placer = Placer(person.body, person.legs)
    shown = list(frames(figure))
    assert shown[0].place == (0, 0, 0)
    ends = [shown[k] for k in (-3, -2, -1, 0, 1, 2)]
    bones = np.array([placer.place(stance_of(figure, f)).positions for f in ends])
    steps_m = np.linalg.norm(np.diff(bones, axis=0), axis=2).max(axis=1)
    assert steps_m[2] < 0.12  # where the last picture leads to the first: eased, so slower than 0.3 m a picture
    assert steps_m.max() < 0.30


def test_the_way_back_shows_the_pictures_of_the_way_there():
    figure = figures()["px_bridge_L1"]
    shown = [f.place for f in frames(figure)]
    assert len(set(shown)) <= STEPS + 1 < len(shown)


def test_an_unknown_word_in_a_pose_is_named():
    with pytest.raises(DataError, match="no kneee; there is"):
        read_stance({"pelvis": {"kneee": 3}, "legs": {}, "arms": {}})


def test_files_are_small_and_the_index_names_them():
    loops = sorted(p for p in FOLDER.glob("*_L?.webp"))
    assert loops
    assert all(p.stat().st_size <= files.MOST_BYTES for p in FOLDER.iterdir())
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) <= TOTAL_BYTES
    index = yaml.safe_load((FOLDER / "figures.yaml").read_text(encoding="utf-8"))
    named = {level["file"] for levels in index.values() for level in levels.values()}
    assert named == {p.stem for p in loops}
    for name in named:
        assert name in NAMES
        assert (FOLDER / f"{name}.still.webp").exists()
        assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8").endswith("</svg>\n")


def test_loops_loop_for_ever_and_take_seconds():
    image = pytest.importorskip("PIL.Image")
    for path in sorted(FOLDER.glob("*_L1.webp")):
        with image.open(path) as loop:
            assert loop.info["loop"] == 0
            assert loop.n_frames > 1
            long_ms = 0
            for k in range(loop.n_frames):
                loop.seek(k)
                loop.load()
                long_ms += loop.info["duration"]
        assert 800 <= long_ms <= 8_000, path.name


@pytest.mark.skipif(ctypes.util.find_library("EGL") is None, reason="no EGL on this machine")
def test_one_picture_shows_the_person_and_the_mark(person):
    figure = figures()["st_hr_sl_L1"]
    scene.invite(None)
    taken = scene.shot(None, figure)
    seen = scene.picture(None, taken, figure.keys[0].stance)
    assert seen.shape == (scene.SIZE_PX, scene.SIZE_PX, 3)
    drawn = scene.drawing(None, taken, figure.keys[0].stance)
    numbers = drawn.number.round()
    assert (numbers == 2).sum() > 1000  # the right leg
    assert (numbers == 4).sum() > 500  # the chair
    orange = np.abs(seen.astype(int) - scene.MARK_RGB).sum(axis=2) < 60
    assert orange.sum() > 30


@pytest.mark.parametrize("name", sorted(faults()))
def test_a_fault_differs_from_the_right_way_and_stands_on_the_floor(person, name):
    fault = faults()[name]
    assert fault.right != fault.wrong
    placer = Placer(person.body, person.legs)
    right, wrong = (placer.place(stance) for stance in (fault.right, fault.wrong))
    assert np.abs(right.positions - wrong.positions).max() > 0.03  # metres: enough to be seen
    for side, leg in person.legs.items():
        ends = wrong.carry(f"calf_{side}", leg.ankle) - wrong.bone(f"foot_{side}")
        assert np.linalg.norm(ends) < 0.004
    lowest = check.skin(person, wrong.rotations, wrong.positions)[0][person.material != check.HAIR, 2].min()
    assert lowest > -0.020


def test_faults_are_those_of_the_exercise_and_their_pictures_are_there_and_small():
    index = yaml.safe_load((FOLDER / "faults.yaml").read_text(encoding="utf-8"))
    assert {(e, n) for e, numbers in index.items() for n in numbers} == {
        (f.exercise, f.number) for f in faults().values()
    }
    assert len({fault.exercise for fault in faults().values()}) >= 10
    for name, fault in faults().items():
        assert fault.number < len(card_of(fault.exercise, fault.figure.levels[0]).faults)
        assert index[fault.exercise][fault.number] == {"file": name, "alt": fault.alt}
        assert (FOLDER / f"{name}.webp").stat().st_size < 30_000
